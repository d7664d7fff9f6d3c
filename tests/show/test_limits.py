"""What is said of limits names its condition, its intervals, and what is not established."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np

from sim.scenario.swept import Sweep
from sim.show.limits import limits_finding
from sim.show.plots.limits import price_chart
from sim.show.words import condition
from sim.study.limits.gain import Gain
from sim.study.limits.prices import OUTCOMES, Price
from sim.study.limits.relaxing import Relaxation, relaxations
from sim.study.limits.study import Limits
from tests.show.drawn import subtitle
from tests.variants import pilot

MONTHS = 7


def price(unit: Relaxation, *samples: float) -> Price:
    monthly = np.repeat(np.array(samples)[:, None] / MONTHS, MONTHS, axis=1)
    return Price(unit, dict.fromkeys(OUTCOMES, Gain.of(monthly.sum(axis=1))), monthly)


def study(*samples: tuple[float, ...]) -> Limits:
    """Return a study of which the first limits have prices of these samples."""
    prices = tuple(
        price(unit, *each) for unit, each in zip(relaxations(pilot()), samples, strict=False)
    )
    return Limits(pilot(), 3, False, (), len(samples[0]), prices)


def test_where_no_replication_differs_that_is_said_and_is_no_sign() -> None:
    found = limits_finding(study((1.0, 1.1, 0.9), (0.0, 0.0, 0.0), (-1.0, 1.0, 0.5)), "pilot")
    assert (
        "of 3 prices the sign of 1 is established, that of 1 is not and of 1 no replication differs"
    ) in found.rests
    table = found.tables[0]
    shown = {cells[0]: cells[2] for cells in table.cells}
    assert shown["selection"] == "no replication differs"
    assert shown["places in detention"].endswith("sign not established)")
    row = dict(zip(table.columns, table.rows[3], strict=True))
    assert (row["limit"], row["sign"], row["differs"]) == ("selection", 0, False)
    gain = found.document["prices"][1]["gains"]["returns"]
    assert (gain["sign"], gain["differs"]) == (0, False)


def test_what_cannot_give_way_is_not_said_to_be_without_effect() -> None:
    some = study((0.0, 0.0), (0.0, 0.0))
    stuck = replace(some.prices[0], relaxation=replace(some.prices[0].relaxation, exhausted=True))
    found = limits_finding(replace(some, prices=(stuck, some.prices[1])), "pilot")
    assert "of 1 no replication differs and 1 is of what cannot give way" in found.rests


def test_an_interval_without_ends_is_none_for_programs() -> None:
    found = limits_finding(study((5.0,)), "pilot")
    gain = json.loads(json.dumps(found.document, allow_nan=False))["prices"][0]["gains"]["returns"]
    assert (gain["mean_low"], gain["mean_high"]) == (None, None)
    assert found.tables[0].cells[0][2] == "5.0 (−∞ to ∞, sign not established)"


def test_which_limit_comes_first_by_tenths_is_said_with_its_interval_and_its_rivals() -> None:
    found = limits_finding(study((1.0, 1.1, 0.9, 1.0), (-9.0, 90.0, -40.0, 1.0)), "pilot")
    first = found.document["by_tenths"]
    assert first["limit"] == "in_scope"
    assert first["close"] == []
    said = " ".join(found.paragraphs)
    assert "By tenths who is in scope (one percentage point more in scope) would come first" in said
    assert f"{first['returns']['mean']:.1f} returns (95% interval of the mean" in said


def test_replications_that_are_left_out_are_counted_where_the_limit_is_named() -> None:
    found = limits_finding(study((1.0, np.nan, 1.1, 0.9)), "pilot")
    assert "one percentage point more in scope: 1 of 4" in " ".join(found.paragraphs)
    assert found.document["prices"][0]["undefined"] == 1


def test_an_unknown_that_decides_is_named_as_a_condition() -> None:
    known = study((1.0, 1.1))
    sweep = Sweep(path="casework.accepted", settings=(), written=("0%", "100%"))
    unknown = replace(known, scenario=pilot().model_copy(update={"sweep": sweep}))
    opening = (
        "If everything went as this scenario assumes about what nobody knows and its answer "
        "depends on, casework.accepted (share of replies that accept), so that no answer is "
        "central, "
    )
    assert limits_finding(unknown, "x").found.startswith(f"{opening}then by 1 February 2026 ")
    assert f"{opening}by 1 February 2026." in subtitle(price_chart(unknown))
    assert limits_finding(known, "x").found.startswith(
        "If everything went as this scenario assumes, then by 1 February 2026 "
    )
    assert condition(unknown.scenario, moved=["casework.accepted"]) == (
        "If everything else went as this scenario assumes"
    )
