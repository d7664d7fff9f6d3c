"""A chart of a way shows the shares of the run, of whom it says, in the order of the ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.ensemble.developments import Developed, developed
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.ensemble.ways import ways
from sim.show.exit_words import WAYS, WayName, exit_words
from sim.show.plots.drawing import as_svg
from sim.show.plots.exits import way_chart, way_picture
from sim.show.plots.looks import assumed
from tests.show.drawn import scale_of, subtitle, title
from tests.variants import pilot

CONDITION = assumed(pilot())


@pytest.fixture(scope="module")
def of() -> Developed:
    return developed(run(pilot(), Settings(replications=21, seed=3, workers=1)))


@pytest.fixture(scope="module")
def nobody() -> Developed:
    result = run(pilot(), Settings(replications=2, seed=3, workers=1))
    empty = replace(result, exits=np.zeros_like(result.exits))
    return replace(developed(result), ways=ways(empty))


@pytest.mark.parametrize("way", WAYS)
def test_bars_are_the_shares_of_the_run(way: WayName, of: Developed) -> None:
    rows = way_picture(of, CONDITION, way).data["ends"]
    shares = [share for share in of.ways[way].values() if share.p95]
    drawn = sorted((row["median"], row["p05"], row["p95"]) for row in rows if row["p95"])
    assert drawn == [
        pytest.approx([100 * (end or 0.0) for end in ends], rel=1e-5)
        for ends in sorted((share.median, share.p05, share.p95) for share in shares)
    ]


def test_ends_are_in_the_order_in_which_they_can_come(of: Developed) -> None:
    words = [str(row["end"]).split(":\n")[0] for row in way_picture(of, CONDITION).data["ends"]]
    assert words[0] == "released: refused"
    assert words[1:4] == ["released: modern slavery", "released: medical", "released: age dispute"]
    assert words[-2:] == ["returned", "still inside on the last day"]


def test_a_chart_says_who_the_hundred_are_and_what_became_of_them(of: Developed) -> None:
    chart = way_chart(of, CONDITION)
    returned = 100 * (of.ways["out"]["returned"].median or 0.0)
    assert title(chart).startswith(
        f"As of 1 February 2026, of each hundred people whom the scheme took, returned: "
        f"{returned:.0f} (90% interval "
    )
    taken = 100 * (of.ways["scope"]["taken"].median or 0.0)
    assert f"Of each hundred people in scope {taken:.1f} (90% interval" in subtitle(chart)
    assert "seed 3, 21 replications" in subtitle(chart)
    assert CONDITION in subtitle(chart)
    inward = way_chart(of, CONDITION, "in")
    assert "of each hundred applications to come in, came in: " in title(inward)
    assert "in scope" not in subtitle(inward)
    assert scale_of(inward, "x")["domain"] == [0, 100]
    assert "returned: " in chart.to_dict()["description"].lower()


@pytest.mark.parametrize("way", WAYS)
def test_nothing_but_the_data_depends_on_the_run(
    way: WayName, of: Developed, nobody: Developed
) -> None:
    specs = [way_chart(run, CONDITION, way).to_dict() for run in (of, nobody)]
    for spec, run_ in zip(specs, (of, nobody), strict=True):
        assert spec.pop("datasets") == way_picture(run_, CONDITION, way).data
        for words in ("title", "description"):
            spec.pop(words)
    assert specs[0] == specs[1]


@pytest.mark.parametrize("way", WAYS)
def test_where_nobody_entered_there_is_no_bar(way: WayName, nobody: Developed) -> None:
    chart = way_chart(nobody, CONDITION, way)
    assert chart.to_dict()["datasets"] == {"ends": []}
    assert title(chart) == f"As of 1 February 2026 there are no {WAYS[way].entered}"
    assert 'role="img"' in as_svg(chart)


@pytest.mark.parametrize("way", WAYS)
def test_every_exit_that_can_be_taken_has_words(way: WayName, of: Developed) -> None:
    assert set(exit_words(of.ways[way], way)) == set(of.ways[way])
