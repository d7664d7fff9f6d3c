from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sim.scenario.problems import ScenarioError
from sim.scenario.weekly import Week, read_no_crossings, read_weeks

REPORTED = Path(__file__).parents[2] / "scenarios" / "reported"
WEEKS = "week_ending,people,boats,crossing_days\n"
RANGES = "first_day,last_day,source\n"


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_reported_weeks_sum_to_the_published_totals() -> None:
    weeks = read_weeks(REPORTED / "arrivals_weekly.csv")
    since_start = [w.people for w in weeks if w.ending >= date(2025, 8, 6)]
    assert sum(since_start) == 16_969
    assert sum(w.people for w in weeks if w.ending >= date(2026, 1, 1)) == 933


def test_a_week_keeps_what_its_line_says(tmp_path: Path) -> None:
    path = written(tmp_path, WEEKS + "2025-08-10,1119,19,4\r\n\r\n2025-08-17, 0 ,0,0\n")
    assert read_weeks(path) == (
        Week(date(2025, 8, 10), 1119, 19, 4),
        Week(date(2025, 8, 17), 0, 0, 0),
    )


def test_a_week_begins_on_its_monday() -> None:
    assert Week(date(2025, 8, 10), 0, 0, 0).first_day == date(2025, 8, 4)


@pytest.mark.parametrize(
    ("lines", "place", "words"),
    [
        ("2025-08-09,1,1,1", "2:1", "Saturday"),
        ("2025-08-10,0,0,0\n2025-08-24,0,0,0", "3:1", "missing"),
        ("2025-08-10,0,0,0\n2025-08-10,0,0,0", "3:1", "repeated"),
        ("2025-08-17,0,0,0\n2025-08-10,0,0,0", "3:1", "out of order"),
        ("2025-08-10,-5,1,1", "2:12", "negative"),
        ("2025-08-10,10,1,2", "2:15", "fewer than 2 crossing days"),
        ("2025-08-10,3,4,2", "2:12", "fewer than 4 boats"),
        ("2025-08-10,30,20,8", "2:18", "more than the 7 days"),
        ("2025-08-10,30,2,0", "2:17", "no crossing day"),
        ("2025-08-10,30,0,0", "2:15", "no boat"),
        ("2025-08-10,30,2.5,1", "2:15", "whole number"),
        ("2025-08-10,1_0,2,1", "2:12", "whole number"),
        ("10/08/2025,30,2,1", "2:1", "date"),
        ("2025-02-30,30,2,1", "2:1", "date"),
        ("2025-08-10,30,2", "2:1", "4 fields"),
    ],
)
def test_a_wrong_week_is_named_by_line_and_column(
    tmp_path: Path, lines: str, place: str, words: str
) -> None:
    path = written(tmp_path, WEEKS + lines + "\n")
    with pytest.raises(ScenarioError) as raised:
        read_weeks(path)
    assert [str(p.place) for p in raised.value.problems] == [f"{path}:{place}"]
    assert words in raised.value.problems[0].message


def test_all_problems_are_shown_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, WEEKS + "2025-08-09,x,-1,1\n2025-08-17,1,2,3\n")
    with pytest.raises(ScenarioError) as raised:
        read_weeks(path)
    places = [(p.place.line, p.place.column) for p in raised.value.problems]
    assert places == [(2, 1), (2, 12), (2, 14), (3, 1), (3, 12), (3, 14)]


def test_another_header_is_an_error(tmp_path: Path) -> None:
    for text in ("", "week,people\n"):
        with pytest.raises(ScenarioError, match="1:1: write the header"):
            read_weeks(written(tmp_path, text))


def test_a_file_that_is_not_utf8_is_an_error_where_it_goes_wrong(tmp_path: Path) -> None:
    path = written(tmp_path, (RANGES + "2025-08-01,2025-08-02,é").encode("latin-1"))
    with pytest.raises(ScenarioError, match="2:23: not UTF-8"):
        read_no_crossings(path)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"nowhere\.csv"):
        read_weeks(tmp_path / "nowhere.csv")


def test_ranges_without_crossings_include_both_ends(tmp_path: Path) -> None:
    path = written(tmp_path, RANGES + "2025-07-31,2025-08-01,a\n2025-08-05,2025-08-05,b\n")
    assert read_no_crossings(path) == {date(2025, 7, 31), date(2025, 8, 1), date(2025, 8, 5)}


@pytest.mark.parametrize(
    ("lines", "place", "words"),
    [
        ("2025-08-05,2025-08-01,a", "2:12", "out of order"),
        ("2025-08-05,2025-08-06,a\n2025-08-06,2025-08-07,a", "3:1", "out of order"),
        ("2025-08-05,2025-08-06,", "2:23", "source"),
        ("yesterday,2025-08-06,a", "2:1", "date"),
    ],
)
def test_a_wrong_range_is_named_by_line_and_column(
    tmp_path: Path, lines: str, place: str, words: str
) -> None:
    path = written(tmp_path, RANGES + lines + "\n")
    with pytest.raises(ScenarioError) as raised:
        read_no_crossings(path)
    assert [str(p.place) for p in raised.value.problems] == [f"{path}:{place}"]
    assert words in raised.value.problems[0].message


def test_reported_days_without_crossings_leave_room_for_the_weeks_around_the_start() -> None:
    quiet = read_no_crossings(REPORTED / "no_crossings.csv")
    assert {date(2025, 8, 4), date(2025, 8, 5)} <= quiet


def test_reading_weeks_needs_no_numpy() -> None:
    code = "import sim.scenario.weekly, sys; sys.exit('numpy' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
