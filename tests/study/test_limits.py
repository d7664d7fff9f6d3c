"""A shadow price is what theory says it is where theory knows, and nothing where nothing binds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from sim.ensemble.quantiles import LEVEL, mean_interval
from sim.ensemble.rows import Gatherer
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.luck.invert import lognormal
from sim.luck.luck import Luck
from sim.model.basis import Span
from sim.model.outline import moved, outline
from sim.model.planning import make_plan
from sim.outcomes.indicators import INDICATORS
from sim.scenario.schema import Scenario
from sim.scenario.values import Prior, Spread
from sim.study.held.holding import Limit
from sim.study.limits.binding import binding, phases
from sim.study.limits.gain import Gain, level_of_each
from sim.study.limits.moving import Moves
from sim.study.limits.prices import FIRST, MOST, Price, shadow_prices
from sim.study.limits.relaxing import Relaxation, relaxations
from sim.study.limits.study import Limits, find_limits
from tests.queues import A_DAY, DAYS, erlang_b, queueing
from tests.variants import certain, changed, pilot

COUNT = 12
FEW = Settings(replications=COUNT, seed=3, workers=1)
FIRST_FLIGHT = date(2025, 12, 1)


def open_scheme(**values: Any) -> Scenario:
    """Return the pilot with nobody released, ample everything, and a flight a week in winter."""
    return changed(
        pilot(),
        {
            "selection.share": 0.1,
            "detention.places": 20_000.0,
            "casework.accepted": 1.0,
            "flights.per_week": {date(2025, 8, 6): 0.0, FIRST_FLIGHT: 1 / 7},
            "flights.seats": 20_000.0,
            "flights.cancelled": 0.0,
            "flights.missed": 0.0,
            "returnees.share": 0.0,
            "balance.returned_lead": 1e6,
            "balance.inbound_lead": 1e6,
            "scheme.long_stop": 4000.0 * 86_400,
            "inbound.applications": 0.0,
            **{f"barriers.{name}.share": 0.0 for name in pilot().barriers},
            **{key.replace("__", "."): value for key, value in values.items()},
        },
    )


def priced(scenario: Scenario, *limits: Limit, count: int = COUNT) -> dict[str, Price]:
    """Return the prices of some limits (or of all) by their unit."""
    units = [unit for unit in relaxations(scenario) if not limits or unit.limit in limits]
    settings = Settings(replications=count, seed=3, workers=1)
    prices = shadow_prices(scenario, units, Gatherer(settings), count, count)
    return {
        f"{price.relaxation.limit.name.lower()}: {price.relaxation.unit}": price for price in prices
    }


def test_where_seats_alone_bind_one_more_a_flight_buys_exactly_the_seats_flown() -> None:
    scenario = open_scheme(flights__seats=5.0)
    flights = run(scenario, FEW).indicators[:, 22]
    prices = priced(scenario)
    seats = prices.pop("seats: one more agreed place a flight")
    np.testing.assert_array_equal(seats.samples, flights)
    more_flights = prices.pop("flight_frequency: one more flight a month")
    assert more_flights.gains["returns"].mean == pytest.approx(5 * 62 / (365.25 / 12), abs=5)
    for name, price in prices.items():
        assert not price.gains["returns"].differs, name


def test_where_nothing_binds_all_prices_are_zero() -> None:
    """Everybody is in scope, selected and ready on the day, and a flight takes all of them."""
    scenario = open_scheme(
        selection__in_scope=1.0,
        selection__share=1.0,
        casework__referral=0.0,
        casework__reply=0.0,
        casework__notice=0.0,
        scheme__last_arrival=date(2025, 9, 7),
        scheme__horizon=date(2025, 12, 31),
    )
    prices = priced(scenario)
    assert len(prices) > 15
    for name, price in prices.items():
        if "flight_frequency" not in name:  # a flight more moves the days of all others
            assert not price.gains["returns"].differs, name
    assert binding([p for n, p in prices.items() if "flight_frequency" not in n]) is None


def agrees(samples: Any, theory: float) -> None:
    """Assert that theory is within four standard errors of the mean, and that these are small."""
    error = float(np.std(samples, ddof=1)) / len(samples) ** 0.5
    assert abs(float(np.mean(samples)) - theory) < 4 * error
    assert error < 0.15 * theory


def test_where_places_alone_bind_a_place_holds_what_erlang_b_says() -> None:
    """M/M/c/c: the load carried by c places is a (1 - B(c, a))."""
    places, mean_stay = 14, 2.0
    load = A_DAY * mean_stay
    scenario = changed(
        queueing(), {"detention.places": float(places), "detention.holding_limit": 0.0}
    )
    (price,) = priced(scenario, Limit.PLACES, count=60).values()
    carried = [load * (1 - erlang_b(c, load)) for c in (places - 1, places + 1)]
    gain = price.gains["person_days_detained"]
    assert gain.low < DAYS * (carried[1] - carried[0]) / 2 < gain.high
    assert gain.high - gain.low < 0.3 * gain.mean


def test_where_places_alone_bind_a_place_buys_the_returns_that_erlang_b_says() -> None:
    """M/G/c/c, whose loss depends on the mean stay alone: casework, then the next day's flight."""
    places, casework = 60, 10.0
    scenario = changed(
        queueing(),
        {
            "detention.places": float(places),
            "detention.holding_limit": 0.0,
            "casework.accepted": 1.0,
            "casework.reply": Spread(mean=casework * 86_400),
            "casework.notice": 0.0,
            "flights.per_week": 1.0,
            "flights.seats": 1000.0,
            "flights.cancelled": 0.0,
            "flights.missed": 0.0,
            "balance.returned_lead": 1e6,
        },
    )
    (price,) = priced(scenario, Limit.PLACES, count=60).values()
    found = run(scenario, Settings(replications=60, seed=3, workers=1)).indicators
    stay = float(np.mean(found[:, 16]) / np.mean(found[:, 4]))  # person-days a return
    fewer, more = (1 - erlang_b(c, A_DAY * stay) for c in (places - 1, places + 1))
    agrees(price.samples, A_DAY * DAYS * (more - fewer) / 2)


def test_with_places_without_end_a_place_is_worth_nothing_as_in_m_g_infinity() -> None:
    scenario = changed(queueing(), {"detention.places": 1000.0})
    (price,) = priced(scenario, Limit.PLACES).values()
    assert all(not gain.differs for gain in price.gains.values())


def test_a_limit_that_cannot_give_way_is_worth_nothing_and_says_so() -> None:
    scenario = open_scheme(selection__share=1.0, flights__cancelled=0.0)
    by_unit = {(r.limit, r.unit): r for r in relaxations(scenario)}
    assert by_unit[Limit.SELECTION, "one percentage point more selected"].exhausted
    assert by_unit[Limit.CANCELLATIONS, "one percentage point fewer"].exhausted
    assert not by_unit[Limit.PLACES, "one more place"].exhausted


def test_what_takes_less_than_a_day_has_no_price_of_a_day() -> None:
    units = [r.unit for r in relaxations(open_scheme(casework__reply=3600.0))]
    assert "reply one day faster" not in units
    assert "referral one day faster" in units


@pytest.mark.parametrize(
    "reply",
    [Spread(median=4 * 86_400, p90=11 * 86_400), Spread(mean=3.0 * 86_400), Spread(3e5, 3e5)],
)
def test_one_day_faster_is_a_day_of_the_mean(reply: Spread) -> None:
    (unit,) = (
        r for r in relaxations(open_scheme(casework__reply=reply)) if "casework.reply" in r.added
    )
    evenly = (np.arange(200_000) + 0.5) / 200_000

    def mean(added: float) -> float:
        if reply.mean is not None:
            return reply.mean + added
        times = 1 + added / reply.median
        return float(np.mean(lognormal(evenly, reply.median * times, reply.p90 * times)))

    assert mean(0) - mean(unit.added["casework.reply"]) == pytest.approx(86_400, rel=1e-3)


def test_a_point_fewer_releases_is_a_point_in_all() -> None:
    (fewer,) = [r for r in relaxations(pilot()) if r.unit == "one percentage point fewer releases"]
    assert sum(fewer.added.values()) == pytest.approx(-0.01)
    assert all(".share" in path for path in fewer.added)


def test_where_a_limit_is_at_its_end_a_unit_is_worth_what_the_other_side_finds() -> None:
    """Inbound may not lead at all, so that it can only be let lead by one more."""
    strict, by_one = (changed(pilot(), {"balance.inbound_lead": lead}) for lead in (0.0, 1.0))
    indicator = list(INDICATORS).index("inbound")
    more, none = (run(scenario, FEW).indicators[:, indicator] for scenario in (by_one, strict))
    prices = priced(strict, Limit.BALANCE)
    inbound = prices["balance: inbound may lead by one person more"].gains["inbound"]
    assert inbound.mean == pytest.approx((more - none).mean())
    assert inbound.mean > 0


AT_THEIR_ENDS: dict[str, Any] = {
    "selection.in_scope": 0.995,
    "selection.share": {date(2025, 8, 6): 0.5, date(2025, 11, 4): 0.996},
    "detention.places": 0.3,
    "casework.accepted": 0.999,
    "flights.missed": 0.002,
    "balance.inbound_lead": 0.0,
    "balance.returned_lead": 100.0,
}
MADE_OF = {
    "selection.in_scope": lambda plan: plan.in_scope,
    "selection.share": lambda plan: plan.selected.mean(),
    "detention.places": lambda plan: plan.capacity.mean(),
    "casework.accepted": lambda plan: plan.accepted.mean(),
    "casework.reply": lambda plan: plan.scales[Span.REPLY],
    "flights.missed": lambda plan: plan.missed.mean(),
    "balance.inbound_lead": lambda plan: plan.balance.inbound_lead,
    "balance.returned_lead": lambda plan: plan.balance.returned_lead,
}


def at_their_ends() -> Scenario:
    """Return the pilot with limits near their ends, one of them only once it is drawn."""
    scenario = changed(pilot(), AT_THEIR_ENDS)
    (reply,) = (entry for entry in scenario.assumptions() if entry.path == "casework.reply")
    around = Prior("uniform", (0.2, 0.8), factor=True)
    drawn = replace(reply, value=Spread(mean=1.25 * 86_400), prior=around)
    return scenario.with_values({drawn.path: drawn})


@pytest.mark.parametrize("path", MADE_OF)
def test_the_move_that_is_reckoned_is_the_one_that_the_plan_makes(path: str) -> None:
    prepared = outline(at_their_ends())
    (unit,) = (r for r in relaxations(prepared.scenario) if path in r.added)
    luck = Luck(3, 0)
    wider, narrower = (
        MADE_OF[path](make_plan(moved(prepared, {path: side * amount}).basis, luck.words))
        for amount in unit.added.values()
        for side in (1, -1)
    )
    units = abs(wider - narrower) / abs(unit.added[path])
    assert Moves(prepared, [unit], luck.seed).units(range(1))[0, 0] == pytest.approx(units)
    assert (units == 2) == (path == "balance.returned_lead")


def test_a_limit_with_room_to_both_sides_moves_exactly_two_units() -> None:
    prepared = outline(certain(pilot()))
    units = Moves(prepared, relaxations(prepared.scenario), 3).units(range(3))
    np.testing.assert_array_equal(units, np.full(units.shape, 2.0))


def test_a_replication_in_which_a_limit_cannot_move_is_left_out_and_counted() -> None:
    samples = np.array([[1.0, 2.0], [np.nan, np.nan], [2.0, 3.0]])
    price = made_up(Limit.SEATS, samples)
    assert price.gains["returns"].mean == 4.0
    assert (price.replications, price.undefined) == (3, 1)


def test_a_limit_that_begins_after_the_last_day_cannot_give_way() -> None:
    later = {date(2025, 8, 6): 0.0, date(2027, 1, 1): 0.5}
    (price,) = priced(changed(pilot(), {"flights.missed": later}), Limit.MISSED, count=2).values()
    assert price.relaxation.exhausted
    assert not price.gains["returns"].differs


def made_up(limit: Limit, monthly: Any, level: float = LEVEL) -> Price:
    samples = np.asarray(monthly, dtype=np.float64)
    gain = Gain.of(samples.sum(axis=1), level)
    return Price(Relaxation(limit, limit.name.lower(), {}), {"returns": gain}, samples, level)


def test_the_binding_limit_buys_most_and_its_rivals_are_those_not_told_apart() -> None:
    steady = np.tile([[1.0, 1.0]], (20, 1))
    noise = np.random.default_rng(1).normal(0, 0.5, (20, 2))
    best = made_up(Limit.SEATS, 2 * steady)
    rival = made_up(Limit.PLACES, 2 * steady - 0.01 + noise - noise.mean(axis=0))
    weak = made_up(Limit.NOTICE, 0.5 * steady)
    none = made_up(Limit.MISSED, 0 * steady)
    found = binding([weak, rival, best, none])
    assert found is not None
    assert found.price is best
    assert found.close == (rival,)


TENTHS: dict[str, float] = {"flights.seats": 20, "flights.missed": 0.05, "casework.notice": 6e5}


def in_tenths(monthly: dict[str, Any]) -> Limits:
    """Return a study of made-up prices, by key path, where 20 seats, 5% and 7 days are assumed."""
    scenario = changed(pilot(), TENTHS)
    units = {path: unit for unit in relaxations(scenario) for path in unit.added}
    prices = [
        replace(made_up(Limit.SEATS, gained), relaxation=units[path])
        for path, gained in monthly.items()
    ]
    return Limits(scenario, 3, False, (), len(prices[0].monthly), tuple(prices))


@pytest.mark.parametrize(
    ("path", "own"),
    [("flights.seats", 20), ("flights.missed", 5), ("casework.notice", 6e5 / 86_400)],
)
def test_a_tenth_of_a_limit_is_a_tenth_of_its_own_number_in_units(path: str, own: float) -> None:
    study = in_tenths({path: 1 + np.random.default_rng(3).normal(0, 0.1, (20, 2))})
    (price,), (found,) = study.prices, study.tenths
    assert found is not None
    one, part = price.gains["returns"], found.gains["returns"]
    assert [part.mean, part.low, part.high] == pytest.approx(
        [0.1 * own * end for end in (one.mean, one.low, one.high)]
    )
    np.testing.assert_allclose(found.samples, 0.1 * own * price.samples)


def test_by_tenths_only_what_is_established_comes_first_and_its_rivals_are_named() -> None:
    noise = np.random.default_rng(4).normal(0, 1, (20, 2))
    noise -= noise.mean(axis=0)
    study = in_tenths(
        {
            "casework.notice": 50 + 1000 * noise,
            "flights.missed": 3.99 + noise / 5,  # half a unit
            "flights.seats": 1 + noise / 50 * [1, -1],  # two units
        }
    )
    found = study.binding_by_tenths
    assert found is not None
    assert list(found.price.relaxation.added) == ["flights.seats"]
    assert [list(price.relaxation.added) for price in found.close] == [["flights.missed"]]


def test_a_phase_lasts_until_another_limit_is_established_to_buy_more() -> None:
    rng = np.random.default_rng(2)
    first = made_up(
        Limit.PLACES, np.column_stack([np.full(30, 3.0), np.full(30, 1.0), np.zeros(30)])
    )
    noisy = 1.02 + rng.normal(0, 1, 30)
    second = made_up(Limit.SEATS, np.column_stack([np.zeros(30), noisy, np.full(30, 2.0)]))
    found = phases([first, second])
    assert [(p.first, p.last, p.price) for p in found] == [(0, 1, first), (2, 2, second)]


def test_the_interval_of_a_mean_is_students() -> None:
    """Of 1, 2, 3 and 4: quantile 0.975 of t with 3 degrees of freedom, 3.1824, from its tables."""
    reach = 3.1824 * (5 / 3) ** 0.5 / 4**0.5
    assert mean_interval(np.arange(1.0, 5.0)) == pytest.approx((2.5 - reach, 2.5 + reach), abs=1e-4)


def test_one_replication_establishes_nothing() -> None:
    gain = Gain.of(np.array([7.0]))
    assert (gain.low, gain.high, gain.sign) == (-np.inf, np.inf, 0)
    assert gain.differs
    assert made_up(Limit.SEATS, [[7.0]]).settled is False


def test_where_no_replication_differs_there_is_no_sign_and_no_doubt() -> None:
    nothing = made_up(Limit.SEATS, np.zeros((5, 2)))
    gain = nothing.gains["returns"]
    assert (gain.sign, gain.differs, nothing.settled) == (0, False, True)


@pytest.mark.parametrize("first", [4, FIRST])
def test_of_pure_noise_few_studies_establish_a_sign(first: int) -> None:
    """Of 23 prices of nothing at three looks, in at most one study of twenty, plus noise."""
    studies, prices, looks = 400, 23, (1, 2, 4)
    level = level_of_each(prices * len(looks))
    rng = np.random.default_rng(4)
    false = 0
    for _ in range(studies):
        noise = rng.normal(size=(prices, looks[-1] * first))
        false += any(Gain.of(n[: look * first], level).sign for n in noise for look in looks)
    assert false / studies < 0.05 + 3 * (0.05 * 0.95 / studies) ** 0.5


def test_of_pure_noise_few_studies_establish_a_phase() -> None:
    studies, months = 100, 7
    rng = np.random.default_rng(5)
    false = 0
    for _ in range(studies):
        level = level_of_each(5)
        noise = [made_up(limit, rng.normal(size=(20, months)), level) for limit in list(Limit)[:5]]
        false += any(phase.price is not None for phase in phases(noise))
    assert false / studies < 0.05 + 3 * (0.05 * 0.95 / studies) ** 0.5


def test_the_level_of_a_sign_is_shared_by_all_prices_and_looks() -> None:
    units = relaxations(pilot())[:2]
    for count, looks in ((2, 1), (8, 3)):
        prices = shadow_prices(
            pilot(), units, Gatherer(Settings(seed=3, workers=1)), first=2, most=count
        )
        np.testing.assert_allclose([p.level for p in prices], 1 - 0.05 / (2 * looks))
    assert MOST == 4 * FIRST


@pytest.fixture(scope="module")
def study() -> Limits:
    return find_limits(pilot(), Gatherer(Settings(replications=6, seed=2, workers=1)))


def test_every_limit_is_looked_at_and_every_month(study: Limits) -> None:
    assert [held.limit for held in study.held] == list(Limit)
    assert len(study.months) == 7
    assert all(len(held.share_by_month) == 7 for held in study.held)
    assert study.phases[0].first == 0
    assert study.phases[-1].last == 6
    for held in study.held:
        share = held.share_of_days
        assert share.p05 is not None
        assert share.p95 is not None
        assert 0 <= share.p05 <= share.p95 <= 1


def test_the_answer_does_not_depend_on_workers(study: Limits) -> None:
    again = find_limits(pilot(), Gatherer(Settings(replications=6, seed=2, workers=2)))
    for one, other in zip(study.prices, again.prices, strict=True):
        np.testing.assert_array_equal(one.monthly, other.monthly)
    assert [held.people for held in study.held] == [held.people for held in again.held]
