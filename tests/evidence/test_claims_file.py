"""What is wrong in a file of claims is said where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.evidence.claiming.claims import read_claims
from sim.evidence.claiming.reported import default_reported
from sim.scenario.problems import ScenarioError

REPORTED = default_reported()

GOOD = """\
claims:
  - id: share
    text: some were returned
    by: somebody
    source: paper
    printed: 1.6%
    ratio:
      part: {quantity: returns_cumulative, as_of: 2026-01-27}
      whole: {reported: "16,969", source: paper}
  - id: opinion
    text: it is good
    by: somebody
    source: paper
    why: it is an opinion
  - id: since
    text: many came
    by: somebody
    source: paper
    printed: 16,969
    since_start:
      as_of: 2026-01-27
      starts:
        - {what: entry into force, on: 2025-08-06}
      on_days:
        - {on: 2025-07-30, reported: "898", source: paper}
  - id: agreed
    text: in August
    by: somebody
    source: paper
    dates:
      since: 2025-08-01
      as_of: 2025-08-31
      steps:
        - {what: signed, since: 2025-07-29, as_of: 2025-07-30, is_meant: yes, source: paper}
  - id: second
    text: second of all
    by: somebody
    source: paper
    rank: {quantity: arrivals_calendar_year, as_of: 2025-12-31, place: 2}
"""

RANK = "rank: {quantity: arrivals_calendar_year, as_of: 2025-12-31, place: 2}"
FIGURE_OF_X = "{reported: '1', source: x}}"
FIGURE = "returns_cumulative, as_of: 2026-01-27"
START = "        - {what: entry into force, on: 2025-08-06}\n"

SOURCES = "paper:\n  title: A paper\n  publisher: A publisher\n  published: '2026-01-27'\n"


def problems(folder: Path, text: str) -> list[str]:
    file = folder / "c.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_claims(file, REPORTED)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    kinds = [claim.kind for claim in read_claims(tmp_path / "c.yaml", REPORTED)]
    assert kinds == ["ratio", None, "since_start", "dates", "rank"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "text: some",
            "txt: some",
            ["2:5: 'text' is missing", "3:10: unknown key 'txt'; did you mean 'text'?"],
        ),
        (
            "printed: 1.6%",
            "printed: about 2%",
            ["6:14: 'printed': 'about 2%' is not a number; write it as 1,234 or 1.6 or 9%"],
        ),
        (
            "printed: 1.6%",
            f"printed: 1.{'6' * 40}%",
            ["6:14: 'printed': longer than 30 characters; no figure is that exact"],
        ),
        ("    printed: 1.6%\n", "", ["2:5: 'printed' is missing; 'ratio' checks a number"]),
        (
            "printed: 1.6%",
            "printed: 1.6%\n    rounding: up",
            ["7:15: 'rounding': unknown rounding of a claim 'up'; write one of: about, at_least"],
        ),
        (
            "    ratio:",
            "    ratoi:",
            ["2:5: write a check (ratio, rise,", "7:5: unknown key 'ratoi'; did you mean 'ratio'?"],
        ),
        (
            "    ratio:",
            "    rise:",
            [
                "7:5: 'before' is missing",
                "7:5: 'after' is missing",
                "8:7: unknown key 'part'",
                "9:7: unknown key 'whole'",
            ],
        ),
        ("returns_cumulative", "returned", ["8:24: 'quantity': unknown quantity 'returned'"]),
        (
            "2026-01-27}",
            "2026-01-26}",
            ["8:7: 'part': no returns_cumulative was reported as of 2026-01-26; did you mean"],
        ),
        (
            "2026-01-27}",
            "27 January}",
            ["8:51: 'as_of': '27 January' is not a date; write it as 2025-11-01"],
        ),
        (", as_of: 2026-01-27}", "}", ["8:7: 'part': 'as_of' is missing; write the day"]),
        (
            FIGURE,
            "arrivals_weekly, as_of: 2026-01-27",
            ["8:7: 'part': 'since' is missing; write the first day"],
        ),
        (
            FIGURE,
            "arrivals_weekly, since: 2017-01-01, as_of: 2026-01-27",
            ["8:7: 'part': 2017-01-01 to 2026-01-27 is not a time within the weekly arrivals"],
        ),
        (
            FIGURE,
            "returns_cumulative, as_of: 2026-01-16",
            ["8:7: 'part': '200' is printed as at least, so no sum can follow"],
        ),
        (
            "returns_cumulative, as_of",
            "returns_cumulative, since: 2026-02-01, as_of",
            ["8:7: 'part': dates out of order: 2026-01-27 is before 2026-02-01"],
        ),
        (
            FIGURE,
            "returns_cumulative, as_of: 2026-01-27, source: paper",
            ["8:7: 'part': a figure that is looked up has its own source; remove 'source'"],
        ),
        (
            '"16,969", source: paper',
            '"16,969"',
            ["9:7: 'whole': 'source' is missing; write who reported it"],
        ),
        (
            'reported: "16,969", source: paper',
            "source: paper",
            ["9:7: 'whole': write either 'reported' as text or a 'quantity' with 'as_of'"],
        ),
        (
            '"16,969", source',
            '"0", source',
            ["9:7: 'whole': it may be zero, and nothing can be divided by that"],
        ),
        (
            '      whole: {reported: "16,969", source: paper}',
            "      whole: 16,969",
            ["9:14: 'whole': write a mapping with reported, rounding,"],
        ),
        (
            "    why: it",
            "    rounding: about\n    why: it",
            ["14:5: nothing checks a number here; remove 'rounding'"],
        ),
        (
            "printed: 1.6%",
            "printed: 1.6%\n    rounding: truncated",
            ["7:15: 'rounding': unknown rounding of a claim 'truncated'; write one of: about"],
        ),
        ("    why: it is an opinion\n", "", ["10:5: write a check (ratio,"]),
        (
            "    why: it",
            "    printed: 1%\n    rise: 5\n    why: it",
            [
                "15:11: 'rise': write a mapping with before, after",
                "16:5: 'why' is for what nothing checks; 'rise' checks this",
            ],
        ),
        ("id: opinion", "id: share", ["10:9: 'share' is the id of a claim above"]),
        (
            "    dates:",
            "    printed: 1%\n    dates:",
            ["30:5: nothing checks a number here; remove 'printed'"],
        ),
        (
            '"898"',
            '"1,898"',
            ["20:5: 'since_start': 1,898 people cannot be of 2025-07-30; its whole week has 1,259"],
        ),
        (
            '"898"',
            '"89.5"',
            ["25:38: 'reported': '89.5' is not a number of people; write it as 1,234"],
        ),
        (
            START,
            "        []\n",
            ["22:7: 'starts': write at least one day from which it may be counted"],
        ),
        ("      starts:\n" + START, "      starts: 5\n", ["22:15: 'starts': write a list"]),
        (
            "on: 2025-08-06",
            "on: 2017-08-06",
            ["20:5: 'since_start': 2017-08-06 to 2026-01-27 is not a time within"],
        ),
        (
            "is_meant: yes",
            "is_meant: no",
            ["33:7: 'steps': none of them is meant; write 'is_meant: yes' for one that is"],
        ),
        (
            "is_meant: yes",
            "is_meant: perhaps",
            ["34:74: 'is_meant': 'perhaps' is neither; write yes or no"],
        ),
        (
            "as_of: 2025-07-30",
            "as_of: 2025-07-28",
            ["34:11: dates out of order: 2025-07-28 is before 2025-07-29"],
        ),
        (
            "place: 2",
            "place: second",
            ["39:72: 'place': 'second' is not a place; write 2 for the second-largest"],
        ),
        (
            "2025-12-31, place",
            "2017-12-31, place",
            ["39:5: 'rank': no exact arrivals_calendar_year was reported as of 2017-12-31"],
        ),
        (
            RANK,
            "chance: {scenario: plot, indicator: returns}",
            ["39:24: 'scenario': unknown scenario 'plot'; did you mean 'pilot'?"],
        ),
        (
            RANK,
            "chance: {scenario: pilot, indicator: return}",
            ["39:42: 'indicator': unknown indicator 'return'; did you mean 'returns'?"],
        ),
        (
            RANK,
            "lead: {ahead: flights_cumulative, behind: reentrants}",
            ["39:5: 'lead': flights_cumulative and reentrants differ at no month end"],
        ),
        (
            RANK,
            "trend: {quantity: returns_monthly, since: 2025-12-31, as_of: 2025-12-31}",
            ["39:5: 'trend': fewer than two exact returns_monthly from 2025-12-31 to 2025-12-31"],
        ),
        (
            RANK,
            "printed: '1'\n    between: {quantity: returns_cumulative, as_of: 2026-02-01}",
            ["40:5: 'between': 2026-02-01 is not between two month ends of returns_cumulative"],
        ),
        (
            RANK,
            "printed: '1'\n    fall: {before: {reported: '1', source: x}, after: " + FIGURE_OF_X,
            ["39:14: 'fall' is a percentage; write it as 13%"],
        ),
        (
            "rank: {quantity",
            "trend: {}\n    rank: {quantity",
            [
                "39:5: 'quantity' is missing",
                "39:5: 'since' is missing",
                "39:5: 'as_of' is missing",
                "40:5: a claim has one check; 'trend' is above",
            ],
        ),
    ],
)
def test_every_mistake_is_shown_where_it_stands(
    tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    found = problems(tmp_path, changed(old, new))
    assert len(found) == len(expected), found
    for problem in expected:
        assert any(said.startswith(f"c.yaml:{problem}") for said in found), found


@pytest.mark.parametrize("above", [False, True])
def test_an_unknown_source_is_shown_however_deep_it_stands(tmp_path: Path, above: bool) -> None:
    (folder := tmp_path / "reported").mkdir()
    (tmp_path if above else folder).joinpath("sources.yaml").write_text(SOURCES, encoding="utf-8")
    found = problems(folder, GOOD.replace("source: paper", "source: pape"))
    lines = [n for n, line in enumerate(GOOD.splitlines(), start=1) if "source: paper" in line]
    assert [int(problem.split(":")[1]) for problem in found] == lines
    assert all(p.endswith("unknown source 'pape'; did you mean 'paper'?") for p in found)


def periods(part: str, alike: str) -> str:
    counted = "since: 2025-08-06, as_of: 2026-01-27"
    return changed(
        RANK,
        f"""periods:
      part_printed: "281"
      whole_printed: "16,969"
      part: {{reported: "281", source: paper{part}}}
      whole: {{reported: "16,969", source: paper, {counted}}}
      alike:
        part: {{reported: "281", source: paper, {alike}}}
        whole: {{reported: "16,969", source: paper, {counted}}}""",
    )


def test_periods_are_asked_for_and_what_is_alike_is_of_one(tmp_path: Path) -> None:
    whole = "since: 2025-08-06, as_of: 2026-01-27"
    assert problems(tmp_path, periods("", whole)) == [
        "c.yaml:42:7: 'part': write 'since' and 'as_of', the first and last day that it counts"
    ]
    for other in ("since: 2025-08-07, as_of: 2026-01-27", "as_of: 2026-01-27"):
        assert problems(tmp_path, periods(f", {whole}", other)) == [
            "c.yaml:44:7: 'alike': give both figures the same 'since' and 'as_of'"
        ]


def test_all_mistakes_are_shown_at_once(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    text = "claim: 1\n" + changed("1.6%", "few").replace("is_meant: yes", "is_meant: 1")
    text = text.replace("source: paper\n    why", "source: pap\n    why")
    found = problems(tmp_path, text + "  - 7\n")
    places = [problem.split(": ")[0] for problem in found]
    assert places == [f"c.yaml:{at}" for at in ("1:1", "7:14", "14:13", "35:74", "41:5")]


@pytest.mark.parametrize("text", ["claims: 1\n", "claims: []\n"])
def test_a_file_without_claims_says_what_to_write(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text) == ["c.yaml:1:9: write 'claims:' and a list of claims"]
    assert problems(tmp_path, "claim: 1\n") == [
        "c.yaml:1:1: unknown key 'claim'; did you mean 'claims'?",
        "c.yaml:1:1: write 'claims:' and a list of claims",
    ]
