"""What differs between two scenarios under the same luck is the change's doing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy.special import stdtrit

from sim.ensemble.rows import Gatherer
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.luck.luck import Luck
from sim.model.exits import Exit
from sim.model.outline import outline
from sim.model.replicate import replicate
from sim.outcomes.indicators import INDICATORS
from sim.scenario.load import load
from sim.scenario.posterior import Posterior, prior_words
from sim.scenario.schema import Scenario
from sim.scenario.values import Prior
from sim.study.contrasting import precise
from sim.study.contrasting.contrast import Contrast, run_contrast
from sim.study.contrasting.matching import why_unmatched
from sim.study.contrasting.naming import by_name
from sim.study.contrasting.pairs import COUNTED, Pairs, first_difference
from sim.study.contrasting.precise import ContrastOptions, half_widths
from sim.study.errors import StudyError
from tests.variants import changed, pilot

ONE = Settings(seed=4, workers=1)
FEW = ContrastOptions(replications=8)
CHANGES: dict[str, dict[str, Any]] = {
    "seats": {"flights.seats": 60},
    "fewer places": {"detention.places": 30},
    "another share": {"selection.share": 0.1},
    "people who come back": {"returnees.share": 0.9, "returnees.delay": 5 * 86_400.0},
    "strict parity": {"balance.inbound_lead": 0, "balance.returned_lead": 1},
}

T_OF_SEVEN = float(stdtrit(7, 0.975))
"""Student's t of a 95% interval with eight replications."""


def contrast(
    others: Mapping[str, Scenario],
    base: Scenario | None = None,
    options: ContrastOptions = FEW,
    settings: Settings = ONE,
) -> Contrast:
    return run_contrast(base or pilot(), others, options, Gatherer(settings))


@pytest.fixture(scope="module")
def found() -> Contrast:
    return contrast({name: changed(pilot(), values) for name, values in CHANGES.items()})


def deterred() -> tuple[Scenario, Scenario]:
    """Return a scenario without deterrence and one in which boats do not set out."""
    base = pilot().model_copy(update={"counterfactual": True})
    return base, changed(base, {"deterrence.strength": 20.0})


def returned(scenario: Scenario, number: int) -> list[int]:
    """Return who is returned, in order, from records alone."""
    visits = replicate(outline(scenario), Luck(ONE.seed, number), "compiled").visits
    return list(dict.fromkeys(visits.person[visits.exit == Exit.RETURNED].tolist()))


def test_a_scenario_does_not_differ_from_itself() -> None:
    versus = contrast({"again": pilot()}).others["again"]
    for difference in versus.differences.values():
        if difference.defined:
            assert difference.median == difference.mean == difference.p05 == difference.p95 == 0
            assert difference.mean_low == difference.mean_high == 0
        assert difference.variance_ratio is difference.variance_ratio_low is None
        assert not difference.sign_is_established
    assert versus.swaps is not None
    for only in (versus.swaps.only_with, versus.swaps.only_without):
        assert not only.counts.any()
        assert only.replication is only.person is None
    assert versus.parts_in is versus.certain_from("returns") is versus.certain_from("net_flow")
    assert versus.parts_in is None


def test_those_only_with_less_those_only_without_are_the_net_in_every_replication(
    found: Contrast,
) -> None:
    base, other = deterred()
    pairs = [*found.others.values(), *contrast({"deterred": other}, base).others.values()]
    for versus in pairs:
        assert versus.swaps is not None
        only_with, only_without = versus.swaps.only_with, versus.swaps.only_without
        net = versus.other.indicator("people_returned") - versus.base.indicator("people_returned")
        np.testing.assert_array_equal(only_with.counts - only_without.counts, net)
        assert only_with.counts.any() or only_without.counts.any()


def test_who_is_returned_in_one_only_is_told_by_their_keys(found: Contrast) -> None:
    for name, values in CHANGES.items():
        swaps = found.others[name].swaps
        assert swaps is not None
        here = [returned(changed(pilot(), values), number) for number in range(8)]
        there = [returned(pilot(), number) for number in range(8)]
        for only, mine, its in (
            (swaps.only_with, here, there),
            (swaps.only_without, there, here),
        ):
            alone = [[p for p in a if p not in set(b)] for a, b in zip(mine, its, strict=True)]
            assert only.counts.tolist() == [len(people) for people in alone]
            first = next(((n, people[0]) for n, people in enumerate(alone) if people), (None, None))
            assert (only.replication, only.person) == first


def test_differences_are_those_of_two_runs_replication_by_replication(found: Contrast) -> None:
    settings = replace(ONE, replications=8)
    base = run(pilot(), settings)
    for name, values in CHANGES.items():
        versus = found.others[name]
        other = run(changed(pilot(), values), settings)
        apart = other.indicators - base.indicators
        for column, indicator in enumerate(INDICATORS):
            difference, defined = versus.differences[indicator], ~np.isnan(apart[:, column])
            assert difference.defined == defined.sum()
            if not defined.any():
                assert difference.median is difference.mean is None
                continue
            values_there = apart[defined, column]
            assert difference.median == np.median(values_there)
            assert difference.mean == values_there.mean()
            assert difference.p05 == np.quantile(values_there, 0.05)
            assert difference.p95 == np.quantile(values_there, 0.95)
        days = [(first - base.dates[0]).days - 1 for first in versus.months[1:]] + [-1]
        for series in COUNTED:
            sums = other.cumulative(series)[:, days] - base.cumulative(series)[:, days]
            np.testing.assert_array_equal(versus.apart(series), sums)
        net = apart[:, list(INDICATORS).index("net_flow")]
        np.testing.assert_array_equal(versus.apart("net_flow")[:, -1], net)
        first_days = [
            first_difference(a, b) for a, b in zip(base.series, other.series, strict=True)
        ]
        np.testing.assert_array_equal(versus.first_days, first_days)


def test_scenarios_do_not_part_before_their_first_difference() -> None:
    change = date(2025, 12, 1)
    few = changed(pilot(), {"flights.per_week": 1 / 7})
    more = changed(pilot(), {"flights.per_week": {date(2025, 8, 6): 1 / 7, change: 1.0}})
    versus = contrast({"more": more}, few, ContrastOptions(replications=20)).others["more"]
    first = (change - few.scheme.start.value).days
    assert np.nanmin(versus.first_days) >= first
    assert versus.parts_in == change
    before = versus.months.index(change)
    for series in (*COUNTED, "net_flow"):
        assert not versus.apart(series)[:, :before].any()
        certain = versus.certain_from(series)
        assert certain is None or certain >= change
    assert versus.certain_from("returns") is not None


@pytest.mark.parametrize("at_central", [False, True])
def test_common_luck_saves_at_least_two_thirds_of_the_variance(at_central: bool) -> None:
    names = ("twice_the_seats", "twice_the_places", "faster_casework")
    compared = contrast(
        {name: load(name) for name in names},
        load("until_expiry"),
        ContrastOptions(replications=150),
        replace(ONE, at_central=at_central),
    )
    for name in names:
        returns = compared.others[name].differences["returns"]
        assert returns.variance_ratio is not None
        assert returns.variance_ratio_low is not None
        assert returns.variance_ratio > returns.variance_ratio_low > 3, name


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"scheme.horizon": date(2026, 1, 31)},
            "scheme.horizon of 'other' is 2026-01-31 .* 2026-02",
        ),
        ({"scheme.start": date(2025, 9, 1)}, "scheme.start of 'other' is 2025-09-01 .* 2025-08-06"),
    ],
)
def test_other_days_are_no_contrast(values: dict[str, Any], said: str) -> None:
    with pytest.raises(StudyError, match=said):
        contrast({"other": changed(pilot(), values)})


@pytest.mark.parametrize(
    "options", [ContrastOptions(replications=0), ContrastOptions(precision=0.0)]
)
def test_what_has_no_answer_is_refused(options: ContrastOptions) -> None:
    with pytest.raises(StudyError, match="write"):
        contrast({"again": pilot()}, options=options)
    with pytest.raises(StudyError, match="name at least one"):
        contrast({})


def test_people_are_not_matched_where_arrivals_differ() -> None:
    weeks = list(pilot().weeks)
    weeks[-4] = replace(weeks[-4], people=weeks[-4].people + 600, boats=weeks[-4].boats + 9)
    more = pilot().model_copy(update={"weeks": tuple(weeks)})
    versus = contrast({"more": more}).others["more"]
    assert versus.swaps is None
    assert versus.unmatched is not None
    assert "observed weeks" in versus.unmatched


def with_prior(scenario: Scenario, path: str, prior: Prior | None) -> Scenario:
    entry = {entry.path: entry for entry in scenario.assumptions()}[path]
    return scenario.with_values({path: replace(entry, prior=prior)})


def test_people_are_matched_exactly_where_boats_are_drawn_alike() -> None:
    base = pilot()
    level = base.arrivals.level
    another = with_prior(base, level.path, Prior("lognormal", (1.0, 3.0)))
    none = with_prior(base, level.path, None)
    one_fewer = base.empty_days - {max(base.empty_days)}
    empty = base.model_copy(update={"empty_days": one_fewer})
    differs = {
        "arrivals.level": [another, none, changed(base, {"arrivals.level": 2.0})],
        "arrivals.people_per_boat": [changed(base, {"arrivals.people_per_boat": 40.0})],
        "days without crossings": [empty],
        "scheme.start": [changed(base, {"scheme.start": date(2025, 9, 1)})],
    }
    for what, scenarios in differs.items():
        for scenario in scenarios:
            assert what in (why_unmatched(outline(base), outline(scenario)) or "")
    for scenario in (another, none):
        assert why_unmatched(outline(base, True), outline(scenario, True)) is None
    for scenario in (deterred()[1], *(changed(base, values) for values in CHANGES.values())):
        assert why_unmatched(outline(base), outline(scenario)) is None


def test_people_are_not_matched_where_figures_taught_one_scenario_about_arrivals() -> None:
    base, level = pilot(), pilot().arrivals.level
    assert level.prior is not None

    def taught(path: str, prior: Prior, *levels: float) -> Scenario:
        posterior = Posterior(date(2026, 1, 31), (path,), (prior_words(prior),), (levels,))
        return base.model_copy(update={"posterior": posterior})

    once, again = (taught(level.path, level.prior, 0.3, 0.6) for _ in range(2))
    other = taught(level.path, level.prior, 0.3, 0.7)
    for one, two in ((base, once), (once, other)):
        assert "arrivals.level" in (why_unmatched(outline(one), outline(two)) or "")
    assert why_unmatched(outline(once), outline(again)) is None
    in_scope = base.selection.in_scope
    assert in_scope.prior is not None
    elsewhere = taught(in_scope.path, in_scope.prior, 0.3, 0.6)
    assert why_unmatched(outline(base), outline(elsewhere)) is None


@pytest.mark.parametrize("at_central", [False, True])
def test_rows_do_not_depend_on_workers_or_on_how_many_are_run(at_central: bool) -> None:
    scenarios = (pilot(), changed(pilot(), CHANGES["seats"]))
    pairs = Pairs(scenarios, 4, at_central, "compiled")
    tables = []
    for workers in (1, 2):
        settings = replace(ONE, workers=workers, at_central=at_central)
        with Gatherer(settings).open(pairs, "pairs") as gathering:
            tables.append(gathering.rows(range(6)))
    np.testing.assert_array_equal(tables[0], tables[1])
    np.testing.assert_array_equal(tables[0][4:5], pairs.replications(range(4, 5)))


def test_both_engines_find_the_same_contrast() -> None:
    short = changed(pilot(), {"scheme.horizon": date(2025, 10, 31)})
    scenarios = (short, changed(short, CHANGES["seats"]))
    rows = [Pairs(scenarios, 4, False, e).replications(range(2)) for e in ("compiled", "reference")]
    np.testing.assert_array_equal(rows[0], rows[1])


def test_uncertain_values_stay_at_their_centres_if_asked() -> None:
    other = {"seats": changed(pilot(), CHANGES["seats"])}
    central = contrast(other, settings=replace(ONE, at_central=True))
    result = run(pilot(), replace(ONE, replications=8, at_central=True))
    np.testing.assert_array_equal(central.base.indicators, result.indicators)


def test_replications_are_doubled_until_both_differences_are_precise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(precise, "DEFAULT_REPLICATIONS", 4)
    monkeypatch.setattr(precise, "MOST_REPLICATIONS", 16)
    other = {"seats": changed(pilot(), CHANGES["seats"])}

    def ran(precision: float) -> Contrast:
        return contrast(other, options=ContrastOptions(precision=precision))

    assert ran(1e9).replications == 4
    assert ran(1e-9).replications == 16
    assert not ran(1e-9).is_precise
    eight = contrast(other)
    reached = max(half_widths(eight.base, eight.others["seats"].other).values())
    assert ran(reached).replications in (4, 8)
    assert ran(reached).is_precise


def test_precision_is_relative_to_the_returns_of_the_base_or_else_of_the_other() -> None:
    none = changed(pilot(), {"casework.accepted": 0.0})
    seats, nobody = changed(pilot(), CHANGES["seats"]), contrast({"pilot": pilot()}, none)
    versus = contrast({"seats": seats}).others["seats"]
    apart = versus.other.indicator("returns") - versus.base.indicator("returns")
    reach = T_OF_SEVEN * apart.std(ddof=1) / 8**0.5
    widths = half_widths(versus.base, versus.other)
    assert widths["returns"] == pytest.approx(reach / versus.base.indicator("returns").mean())
    returns = nobody.others["pilot"].other.indicator("returns")
    widths = half_widths(nobody.base, nobody.others["pilot"].other)
    assert widths["returns"] == pytest.approx(
        T_OF_SEVEN * returns.std(ddof=1) / 8**0.5 / returns.mean()
    )
    still = contrast({"again": none}, none)
    assert still.is_precise
    one = contrast({"seats": seats}, options=ContrastOptions(replications=1))
    assert half_widths(one.base, one.others["seats"].other)["returns"] == np.inf


def test_nobody_loses_a_name_to_another() -> None:
    names = ("a", "a (2)", "a", "b", "a")
    found = by_name((name, number) for number, name in enumerate(names))
    assert list(found) == ["a", "a (2)", "a (3)", "b", "a (4)"]
    assert list(found.values()) == [0, 1, 2, 3, 4]
    assert list(by_name((("a", 0), ("b", 1)), base="a")) == ["a (2)", "b"]
