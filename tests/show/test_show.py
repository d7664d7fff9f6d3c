"""Words, charts and stories say what the numbers say."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from sim.ensemble.quantiles import Summary
from sim.luck.luck import Luck
from sim.model.exits import exit_names
from sim.model.outline import outline
from sim.model.records import Records
from sim.model.replicate import replicate
from sim.model.stated import releasing_barriers
from sim.scenario.load import load
from sim.show.charts import BAND, LIMIT, MEDIAN, chart
from sim.show.story import StoryError, tell
from sim.show.words import interval, number, plain_sentence, signed

RELEASING = releasing_barriers(load("pilot"))


@pytest.fixture(scope="module")
def records() -> Records:
    return replicate(outline(load("scenarios/pilot.yaml")), Luck(2, 1), "compiled")


def dates(days: int) -> list[date]:
    return [date(2025, 8, 6) + timedelta(days=day) for day in range(days)]


def test_numbers_are_written_in_their_units() -> None:
    assert number(16_969.0) == "16,969"
    assert number(0.01656, "share") == "1.66%"
    assert number(0.5172, "share") == "51.7%"
    assert number(None) == "undefined"
    assert number(122, "GBP") == "£122"
    assert number(12_345, "GBP") == "£12,300"
    assert number(715_400_000, "GBP") == "£715 million"
    assert number(9.64e9, "GBP") == "£9.64 billion"
    assert number(0, "GBP") == "£0"
    assert signed(69.0) == "+69"
    assert signed(-29.0) == "−29"
    assert signed(0.4) == signed(-0.4) == number(-0.4) == "0"
    assert interval(Summary(None, None, None, None, None)) == "undefined"


def test_the_sentence_carries_interval_date_and_condition() -> None:
    summary = Summary(10.0, 5.0, 8.0, 12.0, 20.0, "people")
    rate = Summary(0.016, 0.010, 0.014, 0.018, 0.022, "share")
    said = plain_sentence(
        {
            "returns": summary,
            "inbound": summary,
            "net_flow": summary,
            "arrivals": summary,
            "returns_rate": rate,
        },
        date(2026, 2, 1),
    )
    assert said.startswith("If everything went as this scenario assumes, then by 1 February 2026")
    assert "(90% interval 5 to 20)" in said
    assert "1.60% (1.00% to 2.20%)" in said


def test_a_chart_fits_80_columns_and_holds_one_median_a_column() -> None:
    rising = np.linspace(0, 300, 180)
    lines = chart("Returns", dates(180), np.stack([rising * 0.5, rising, rising * 1.5]))
    assert max(len(line) for line in lines) <= 80
    plot = [line.split("┤")[1] for line in lines if "┤" in line]
    for column in zip(*plot, strict=True):
        assert column.count(MEDIAN) == 1
        assert set(column) <= {MEDIAN, BAND, " "}
    heights = [column.index(MEDIAN) for column in zip(*plot, strict=True)]
    assert heights == sorted(heights, reverse=True)


def test_a_chart_gives_zero_a_row_of_its_own() -> None:
    lines = chart("Net flow", dates(20), np.tile([[-47.0], [20.0], [146.0]], 20))
    assert any(line.strip().startswith("0 ┤") for line in lines)


def test_a_chart_shows_a_limit_that_the_series_stays_below() -> None:
    inside = np.tile([[40.0], [50.0], [60.0]], 20)
    lines = chart("Occupancy", dates(20), inside, limit=np.full(20, 110.0))
    plot = [line.split("┤")[1] for line in lines if "┤" in line]
    assert plot[0] == LIMIT * 20
    assert sum(row.count(LIMIT) for row in plot) == 20


def test_a_chart_of_nothing_but_zeros_is_drawn() -> None:
    lines = chart("Returns", dates(3), np.zeros((3, 3)))
    assert lines[-2].endswith(MEDIAN * 3)


def test_a_story_is_told_in_order_of_time_for_every_exit(records: Records) -> None:
    told = 0
    for code, name in exit_names(RELEASING).items():
        count = int(np.count_nonzero(records.visits.exit == code))
        if count == 0:
            with pytest.raises(StoryError, match=r"0 people|not selected are counted"):
                tell(records, RELEASING, "out", name, 1)
            continue
        story = tell(records, RELEASING, "out", name, count)
        moments = [when for when, _ in story.sentences]
        assert moments == sorted(moments)
        assert story.alike == count
        assert "invented" in story.title
        told += 1
    assert told >= 6


def test_a_story_counts_the_flights_that_left_without_the_person(records: Records) -> None:
    visits, flights = records.visits, records.flights
    for which, row in enumerate(np.flatnonzero(visits.exit == 0).tolist(), start=1):
        between = [
            int(flights.departs[flight])
            for flight in range(int(visits.flight[row]))
            if not flights.cancelled[flight] and flights.departs[flight] >= visits.ready[row]
        ]
        assert visits.missed[row] <= len(between)
        text = tell(records, RELEASING, "out", "returned", which).as_text()
        if len(between) > 1:
            assert f" {len(between)} flights " in text
        assert ("on the day" in text) == bool(visits.missed[row])


def test_a_person_who_came_back_has_both_visits_told(records: Records) -> None:
    visits = records.visits
    again = np.flatnonzero(visits.number > 0)
    assert again.size > 0
    first = int(np.flatnonzero(visits.person == visits.person[again[0]])[0])
    returned = np.flatnonzero(visits.exit == 0)
    story = tell(
        records, RELEASING, "out", "returned", int(np.flatnonzero(returned == first)[0]) + 1
    )
    text = story.as_text()
    assert "Is returned" in text
    assert "Arrives again after a return, and is recognised." in text


def test_every_way_in_can_be_told(records: Records) -> None:
    for which in (1, records.applicants.applied.size // 2, records.applicants.applied.size):
        story = tell(records, RELEASING, "in", "", which)
        moments = [when for when, _ in story.sentences]
        assert moments == sorted(moments)
    with pytest.raises(StoryError):
        tell(records, RELEASING, "in", "", records.applicants.applied.size + 1)
    with pytest.raises(StoryError):
        tell(records, RELEASING, "sideways", "", 1)
    with pytest.raises(StoryError, match="returned"):
        tell(records, RELEASING, "out", "vanished", 1)
