from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sim.evidence.figures import Figure, default_figures, figures_of, read_figures
from sim.evidence.quantities import QUANTITIES
from sim.scenario.library import library
from sim.scenario.load import load
from sim.scenario.problems import ScenarioError
from sim.scenario.sources import read_sources

GOOD = """\
figures:
  - quantity: returns_rate
    as_of: 2026-01-27
    reported: 1.60%
    rounding: truncated
    source: paper
    group: check
    note: "a note"
    use: no
  - quantity: returns_cumulative
    as_of: 2026-01-27
    reported: "281"
    rounding: exact
    source: paper
"""

SOURCES = """\
paper:
  title: A paper
  publisher: A publisher
  published: "2026-01-27"
"""


def problems(folder: Path, text: str) -> list[str]:
    """Write a file, and return what is wrong in it without the folder."""
    file = folder / "f.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_figures(file)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_a_figure_says_what_the_file_says(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(GOOD, encoding="utf-8")
    first, second = read_figures(tmp_path / "f.yaml")
    assert first == Figure(
        quantity="returns_rate",
        as_of=date(2026, 1, 27),
        reported="1.60%",
        rounding="truncated",
        source="paper",
        group="check",
        note="a note",
        use=False,
    )
    assert first.printed.text == "1.60%"
    assert second.use
    assert second.group is None


def test_the_figures_of_the_pilot_name_known_sources_and_every_quantity() -> None:
    figures = read_figures(default_figures())
    assert {f.source for f in figures} <= set(read_sources(library() / "sources.yaml"))
    assert {f.quantity for f in figures} == set(QUANTITIES)


def test_a_scenario_is_compared_with_the_figures_that_it_names_or_with_others_named() -> None:
    pilot = load("more_places")
    assert figures_of(pilot) == read_figures(default_figures())
    annual = library() / "reported/arrivals_annual.yaml"
    assert figures_of(pilot, annual) == read_figures(annual)
    without = pilot.model_copy(update={"figures": ""})
    assert figures_of(without, annual) == read_figures(annual)
    said = r"more_places\.yaml: no reported figures; write 'figures:' and their file, or name one"
    with pytest.raises(ScenarioError, match=said):
        figures_of(without)


def test_months_of_the_pilot_add_up_to_the_month_ends() -> None:
    figures = [f for f in read_figures(default_figures()) if f.use]
    for way in ("returns", "inbound"):
        by_month = {f.as_of: f.printed.value for f in figures if f.quantity == f"{way}_monthly"}
        ends = {
            f.as_of: f.printed.value
            for f in figures
            if f.quantity == f"{way}_cumulative" and f.group == "month_end"
        }
        assert len(ends) == 6
        assert ends == {end: sum(v for d, v in by_month.items() if d <= end) for end in ends}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "quantity: returns_rate",
            "quantity: return_rate",
            "f.yaml:2:15: 'quantity': unknown quantity 'return_rate'; did you mean 'returns_rate'?",
        ),
        (
            "rounding: truncated",
            "rounding: truncate",
            "f.yaml:5:15: 'rounding': unknown rounding 'truncate'; did you mean 'truncated'?",
        ),
        (
            "as_of: 2026-01-27",
            "as_of: 2026-02-30",
            "f.yaml:3:12: 'as_of': '2026-02-30' is not a date; write it as 2025-11-01",
        ),
        (
            "as_of: 2026-01-27",
            "as_of: 2026-W05-2",
            "f.yaml:3:12: 'as_of': '2026-W05-2' is not a date; write it as 2025-11-01",
        ),
        (
            "reported: 1.60%",
            "reported: about 2%",
            "f.yaml:4:15: 'reported': 'about 2%' is not a number; write it as 1,234 or 1.6 or 9%",
        ),
        (
            "reported: 1.60%",
            "reported: 1.60",
            "f.yaml:4:15: 'reported': '1.60' is not a share; write it as 1.6%",
        ),
        (
            'reported: "281"',
            'reported: "28%"',
            "f.yaml:12:15: 'reported': '28%' is a percentage, but returns_cumulative is a count",
        ),
        (
            "returns_cumulative",
            "returns_monthly",
            "f.yaml:11:12: 'as_of': 2026-01-27 does not end a month, as a figure of a month does",
        ),
        (
            "group: check",
            "grup: check",
            "f.yaml:7:11: unknown key 'grup'; did you mean 'group'?",
        ),
        ("use: no", "use: maybe", "f.yaml:9:10: 'use': 'maybe' is neither; write yes or no"),
        ("    source: paper\n", "", "f.yaml:2:5: 'source' is missing"),
    ],
)
def test_every_mistake_is_shown_where_it_stands(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert problems(tmp_path, changed(old, new)) == [expected]


@pytest.mark.parametrize("key", ["quantity", "as_of", "reported", "rounding", "use"])
def test_a_list_in_the_place_of_a_word_is_refused_where_it_stands(tmp_path: Path, key: str) -> None:
    lines = GOOD.splitlines()
    number = next(n for n, line in enumerate(lines) if f"{key}:" in line)
    column = lines[number].index(f"{key}:")
    lines[number] = f"{lines[number][:column]}{key}: [1]"
    found = problems(tmp_path, "\n".join(lines))
    assert len(found) == 1
    assert found[0].startswith(f"f.yaml:{number + 1}:")
    assert f"'{key}'" in found[0]


@pytest.mark.parametrize("above", [False, True])
def test_an_unknown_source_is_shown_with_the_nearest(tmp_path: Path, above: bool) -> None:
    folder = tmp_path / "reported"
    folder.mkdir()
    (tmp_path if above else folder).joinpath("sources.yaml").write_text(SOURCES, encoding="utf-8")
    found = problems(folder, changed("source: paper", "source: papers"))
    assert found == ["f.yaml:6:13: unknown source 'papers'; did you mean 'paper'?"]


def test_a_mistake_in_the_sources_is_shown_in_their_file(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("paper:\n  title: A paper\n", encoding="utf-8")
    assert all(p.startswith("sources.yaml:2:3: ") for p in problems(tmp_path, GOOD))


def test_all_mistakes_are_shown_at_once(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    text = "figs: 1\n" + changed("truncated", "up").replace("281", "many").replace("paper", "pap")
    found = problems(tmp_path, text + "  - 7\n")
    places = [problem.split(": ")[0] for problem in found]
    assert places == [f"f.yaml:{at}" for at in ("1:1", "6:15", "7:13", "13:15", "15:13", "16:5")]


def test_a_file_without_figures_says_what_to_write(tmp_path: Path) -> None:
    assert problems(tmp_path, "figure: 1\n") == [
        "f.yaml:1:1: unknown key 'figure'; did you mean 'figures'?",
        "f.yaml:1:1: write 'figures:' and a list of figures",
    ]
    assert problems(tmp_path, "figures: 1\n") == [
        "f.yaml:1:10: write 'figures:' and a list of figures"
    ]
