"""Series and indicators agree with the records, counted another way."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from sim.luck.luck import Luck
from sim.model.exits import NOT_TAKEN, Exit
from sim.model.order import DAY
from sim.model.outline import outline
from sim.model.records import Records
from sim.model.replicate import ENGINES, replicate
from sim.model.stated import releasing_barriers
from sim.outcomes.cohorts import complete, months
from sim.outcomes.exits import exit_labels
from sim.outcomes.indicators import INDICATORS, Indicator
from sim.outcomes.measure import Measured, measure
from sim.outcomes.replication import measured_replication
from sim.outcomes.series import NAMES, SERIES, Series
from sim.scenario.library import names
from sim.scenario.load import load
from tests.variants import changed


@pytest.fixture(scope="module", params=[0, 1])
def records(request: pytest.FixtureRequest) -> Records:
    return replicate(outline(load("scenarios/pilot.yaml")), Luck(11, request.param), "compiled")


@pytest.fixture(scope="module")
def measured(records: Records) -> Measured:
    return measure(records)


def series(measured: Measured, name: str) -> list[int]:
    counts: list[int] = measured.series[NAMES.index(name)].tolist()
    return counts


def indicator(measured: Measured, name: str) -> float:
    return float(measured.indicators[list(INDICATORS).index(name)])


def test_every_series_and_indicator_has_a_meaning_and_a_row(measured: Measured) -> None:
    assert measured.series.shape == (len(SERIES), 180)
    assert measured.indicators.shape == (len(INDICATORS),)
    assert all(info.about for info in SERIES.values())
    assert all(info.about for info in INDICATORS.values())


def test_daily_arrivals_add_up_to_the_reported_total(measured: Measured) -> None:
    assert sum(series(measured, "arrivals")) == 16_969
    assert indicator(measured, "arrivals") == 16_969


def test_occupancy_is_who_has_come_in_and_not_gone_out(
    records: Records, measured: Measured
) -> None:
    visits = records.visits
    for day in range(0, records.days, 13):
        end = (day + 1) * DAY
        inside = sum(
            1
            for come, gone in zip(visits.detained.tolist(), visits.left.tolist(), strict=True)
            if 0 <= come < end and not 0 <= gone < end
        )
        assert series(measured, "occupancy")[day] == inside


def test_people_detained_are_returned_released_or_inside(measured: Measured) -> None:
    parts = ("returns", "released_after_detention", "occupancy")
    assert indicator(measured, "people_detained") == sum(indicator(measured, p) for p in parts)


def test_exits_count_everyone_in_scope_and_every_application_once(
    records: Records, measured: Measured
) -> None:
    labels = exit_labels(releasing_barriers(load("pilot")))
    by_name = dict(zip(labels, measure(records).exits.tolist(), strict=True))
    inbound = {name: n for name, n in by_name.items() if name.startswith("inbound_")}
    assert sum(inbound.values()) == records.applicants.applied.size
    everyone = sum(by_name.values()) - sum(inbound.values())
    assert everyone == records.visits.person.size + by_name["not_selected"]
    assert everyone == indicator(measured, "arrivals_in_scope")
    assert by_name["returned"] == indicator(measured, "returns")
    assert by_name["inbound_travelled"] == indicator(measured, "inbound")
    not_taken = [way.name.lower() for way in NOT_TAKEN]
    assert sum(by_name[name] for name in not_taken) == indicator(measured, "not_taken")
    released = sum(n for name, n in by_name.items() if name.startswith("released_"))
    others = ("referred_late", "refused", "out_of_time")
    released += sum(by_name[name] for name in others)
    assert released == indicator(measured, "released_after_detention")


def test_net_flow_is_inbound_minus_returns_and_net_arrivals_adds_arrivals(
    measured: Measured,
) -> None:
    returns, inbound = indicator(measured, "returns"), indicator(measured, "inbound")
    assert indicator(measured, "net_flow") == inbound - returns
    assert indicator(measured, "net_arrivals") == 16_969 + inbound - returns


def test_the_returns_rate_is_returns_over_arrivals(measured: Measured) -> None:
    assert indicator(measured, "returns_rate") == sum(series(measured, "returns")) / 16_969


def test_person_days_are_the_integral_of_occupancy(records: Records, measured: Measured) -> None:
    visits = records.visits
    seconds = 0
    for come, gone in zip(visits.detained.tolist(), visits.left.tolist(), strict=True):
        if come >= 0:
            seconds += (gone if gone >= 0 else records.days * DAY) - come
    assert indicator(measured, "person_days_detained") == pytest.approx(seconds / DAY)


def test_places_flown_are_used_or_unused(records: Records, measured: Measured) -> None:
    used = sum(series(measured, "returns"))
    unused = sum(series(measured, "seats_unused"))
    assert sum(series(measured, "seats")) == used + unused
    flown = ~records.flights.cancelled
    assert sum(series(measured, "flights_cancelled")) == int((~flown).sum())
    assert max(series(measured, "largest_flight")) == int(records.flights.carried.max())


def test_cohorts_split_arrivals_and_returns_by_month(records: Records, measured: Measured) -> None:
    counts = measured.cohorts
    assert counts[:, 0].sum() == 16_969
    assert counts[:, 1].sum() == indicator(measured, "returns")
    assert counts[0, 0] == 3_567  # arrivals of August 2025 from the 6th, as published
    returned = records.visits.exit == Exit.RETURNED
    in_october = [
        (records.start + timedelta(seconds=int(t))).month == 10
        for t in records.visits.arrived[returned]
    ]
    assert counts[2, 1] == sum(in_october)


def test_the_months_of_a_run_are_the_calendar_months_it_touches() -> None:
    assert months(date(2025, 8, 6), 1) == [date(2025, 8, 1)]
    assert months(date(2025, 11, 30), 33) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
    ]


def test_a_month_is_complete_once_the_long_stop_has_passed_for_its_last_day() -> None:
    start, long_stop = date(2025, 8, 6), 92 * DAY
    # 31 August plus 92 days is 1 December: that day counts, so the month is whole after it.
    until_1_december = (date(2025, 12, 1) - start).days + 1
    assert complete(start, until_1_december, long_stop)[0]
    assert not complete(start, until_1_december - 1, long_stop)[0]


def test_people_returned_are_counted_once(records: Records, measured: Measured) -> None:
    returned = records.visits.exit == Exit.RETURNED
    people = np.unique(records.visits.person[returned]).size
    assert indicator(measured, "people_returned") == people


def test_medians_are_those_of_stays_that_are_over_and_of_returns(
    records: Records, measured: Measured
) -> None:
    visits = records.visits
    over = (visits.detained >= 0) & (visits.left >= 0)
    stays = (visits.left - visits.detained)[over] / DAY
    assert indicator(measured, "time_in_detention") == pytest.approx(np.median(stays))
    returned = visits.exit == Exit.RETURNED
    waits = (visits.left - visits.arrived)[returned] / DAY
    assert indicator(measured, "time_to_return") == pytest.approx(np.median(waits))
    assert waits.size == indicator(measured, "returns")


def test_recent_returns_are_those_of_the_last_four_weeks(measured: Measured) -> None:
    recent = sum(series(measured, "returns")[-28:])
    assert indicator(measured, "returns_per_week_recent") == recent / 4


def test_peaks_means_and_long_stays_are_those_of_the_records(
    records: Records, measured: Measured
) -> None:
    visits = records.visits
    inside = visits.detained >= 0
    until = np.where(visits.left[inside] >= 0, visits.left[inside], records.days * DAY)
    stays = until - visits.detained[inside]
    assert indicator(measured, "longest_stay") == stays.max() / DAY
    assert indicator(measured, "detained_over_28_days") == (stays > 28 * DAY).sum() > 0
    assert indicator(measured, "mean_occupancy") == pytest.approx(stays.sum() / DAY / records.days)
    assert indicator(measured, "peak_occupancy") == max(series(measured, "occupancy"))
    for name in ("returns", "flights"):
        daily = np.array(series(measured, name))
        weeks = [daily[first : first + 7].sum() for first in range(daily.size)]
        assert indicator(measured, f"most_{name}_a_week") == max(weeks) > 0


def test_places_of_enumerations_are_those_of_names() -> None:
    assert [row.name.lower() for row in Series] == list(SERIES)
    assert [place.name.lower() for place in Indicator] == list(INDICATORS)


def test_a_ratio_without_a_denominator_is_undefined() -> None:
    nobody = changed(load("pilot"), {"selection.share": 0, "scheme.horizon": date(2025, 8, 6)})
    records = replicate(outline(nobody), Luck(1, 0), "compiled")
    values = dict(zip(INDICATORS, measure(records).indicators.tolist(), strict=True))
    assert values["returns"] == 0
    assert np.isnan(values["returns_rate_detained"])
    assert np.isnan(values["cohort_returns_rate"])
    assert np.isnan(values["time_in_detention"])


@pytest.mark.parametrize("name", names())
def test_all_stages_in_one_are_the_stages_one_after_the_other(name: str) -> None:
    prepared, luck = outline(load(name)), Luck(4, 2)
    engines = [measured_replication(prepared, luck, engine) for engine in ENGINES]
    staged = measure(replicate(prepared, luck, "compiled"))
    for measured in engines:
        for one, other in zip(measured, staged, strict=True):
            np.testing.assert_array_equal(one, other)
