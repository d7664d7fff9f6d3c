"""Figures for perspective say what their file says, and what is worked out from them is exact."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from sim.evidence.figures import read_figures
from sim.evidence.perspective import GROUPS, Perspective, default_perspective, read_perspective
from sim.evidence.ratios import bare
from sim.evidence.reading import number
from sim.scenario.library import library
from sim.scenario.problems import ScenarioError
from sim.scenario.sources import read_sources

GOOD = """\
items:
  - id: transfers
    group: dublin
    text: "Requests, and transfers"
    figures: {requests: "about 4,200", transfers: "360"}
    unit: {requests: requests, transfers: people}
    period: "2016"
    source: paper
    ratios: [{text: of requests, part: transfers, whole: requests, as_share: yes}]
  - id: returned
    group: eu_turkey
    text: "Returned, and resettled"
    figures:
      returned: "2,200"
      resettled: "12,500"
    unit: people
    as_of: 2018-03-01
    source: paper
    ratios:
      - {text: for each, part: resettled, whole: returned, decimals: 0}
    note: "a note"
"""

SOURCES = """\
paper:
  title: A paper
  publisher: A publisher
  published: "2018"
"""

ITEMS = {item.id: item for item in read_perspective(default_perspective())}


def value(name: str, figure: str) -> Fraction:
    return number(bare(ITEMS[name].figures[figure])).value


def written(folder: Path, text: str) -> Path:
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    file = folder / "f.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def problems(folder: Path, text: str) -> list[str]:
    """Write a file, and return what is wrong in it without the folder."""
    file = written(folder, text)
    with pytest.raises(ScenarioError) as caught:
        read_perspective(file)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_an_item_says_what_the_file_says(tmp_path: Path) -> None:
    first, second = read_perspective(written(tmp_path, GOOD))
    assert first.figures == {"requests": "about 4,200", "transfers": "360"}
    assert (first.unit_of("requests"), first.unit_of("transfers")) == ("requests", "people")
    assert (first.period, first.as_of, first.note) == ("2016", None, None)
    assert (second.unit_of("returned"), second.unit_of("resettled")) == ("people", "people")
    assert str(second.as_of) == "2018-03-01"
    assert second.note == "a note"


def test_a_ratio_is_exact_and_rounded_only_where_it_is_shown(tmp_path: Path) -> None:
    first, second = read_perspective(written(tmp_path, GOOD))
    (share,), (rate,) = first.derived, second.derived
    assert (share.text, share.value, share.shown) == ("of requests", Fraction(3, 35), "about 8.6%")
    assert (rate.text, rate.value, rate.shown) == ("for each", Fraction(125, 22), "6")


@pytest.mark.parametrize(
    ("part", "whole", "more", "shown"),
    [
        ("1", "8", "decimals: 2", "0.13"),  # half up, where 0.125 as a float rounds to even
        ("1", "8", "as_share: yes, decimals: 0", "13%"),
        ("443,090", "37", "decimals: 0", "11,975"),
        ("0", "130", "as_share: yes", "0.0%"),
        ("9", "at most 3", "decimals: 3", "about 3.000"),
        ("50%", "2", "as_share: yes", "25.0%"),
    ],
)
def test_a_ratio_is_shown_with_its_decimals(
    tmp_path: Path, part: str, whole: str, more: str, shown: str
) -> None:
    text = changed('returned: "2,200"', f'returned: "{whole}"')
    text = text.replace('resettled: "12,500"', f'resettled: "{part}"').replace("decimals: 0", more)
    assert read_perspective(written(tmp_path, text))[1].derived[0].shown == shown


def test_an_item_of_which_no_number_was_given_has_none(tmp_path: Path) -> None:
    text = "items:\n  - {id: x, group: rwanda, text: declined, period: late, source: paper}\n"
    (item,) = read_perspective(written(tmp_path, text))
    assert item.figures == {}
    assert item.derived == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "group: dublin",
            "group: dublino",
            "f.yaml:3:12: 'group': unknown group 'dublino'; did you mean 'dublin'?",
        ),
        (
            '"about 4,200"',
            '"roughly 4,200"',
            "f.yaml:5:25: 'requests': 'roughly 4,200' is not a number; "
            "write it as 1,234 or 1.6 or 9%",
        ),
        (
            '"about 4,200"',
            '"0"',
            "f.yaml:9:5: 'ratios': 'requests' is zero, and nothing can be divided by that",
        ),
        (
            "transfers: people",
            "transfer: people",
            "f.yaml:6:5: 'unit': there is no number 'transfer'; did you mean 'transfers'?",
        ),
        (
            ", transfers: people",
            "",
            "f.yaml:6:5: 'unit': 'transfers' has no unit; write one for all numbers or for each",
        ),
        (
            "    unit: people\n",
            "",
            "f.yaml:10:5: 'unit': 'returned' has no unit; write one for all numbers or for each",
        ),
        (
            "unit: people",
            "unit: [people]",
            "f.yaml:16:5: 'unit': write a mapping of names",
        ),
        (
            '    period: "2016"\n',
            "",
            "f.yaml:2:5: 'period': write either 'as_of' a day or a 'period' in words",
        ),
        (
            "as_of: 2018-03-01",
            'as_of: 2018-03-01\n    period: "2018"',
            "f.yaml:18:13: 'period': write either 'as_of' a day or a 'period' in words",
        ),
        (
            "as_of: 2018-03-01",
            "as_of: 2018-03",
            "f.yaml:17:12: 'as_of': '2018-03' is not a date; write it as 2025-11-01",
        ),
        (
            "part: transfers",
            "part: transfer",
            "f.yaml:9:5: 'ratios': there is no number 'transfer'; did you mean 'transfers'?",
        ),
        (
            "decimals: 0",
            "decimals: 4",
            "f.yaml:20:70: 'decimals': '4' is not a number of decimals; write 0, 1, 2 or 3",
        ),
        (
            "as_share: yes",
            "as_share: maybe",
            "f.yaml:9:78: 'as_share': 'maybe' is neither; write yes or no",
        ),
        (
            "note: ",
            "notes: ",
            "f.yaml:21:12: unknown key 'notes'; did you mean 'note'?",
        ),
        (
            "id: returned",
            "id: transfers",
            "f.yaml:10:9: 'transfers' is the id of an item above",
        ),
        (
            "source: paper",
            "source: papers",
            "f.yaml:8:13: unknown source 'papers'; did you mean 'paper'?",
        ),
        (
            "items:\n",
            "item: 1\nitems:\n",
            "f.yaml:1:1: unknown key 'item'; did you mean 'items'?",
        ),
    ],
)
def test_every_mistake_is_shown_where_it_stands(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert problems(tmp_path, changed(old, new)) == [expected]


def test_a_unit_of_no_number_is_refused(tmp_path: Path) -> None:
    text = "items:\n  - {id: x, group: rwanda, text: t, unit: people, period: p, source: paper}\n"
    (said,) = problems(tmp_path, text)
    assert said.endswith("'unit': there is no number that it could be the unit of; remove it")


def test_all_mistakes_are_shown_at_once(tmp_path: Path) -> None:
    text = changed("group: dublin", "group: x").replace("source: paper", "source: pepper")
    text = text.replace('"12,500"', "many")
    assert len(problems(tmp_path, text)) == 4


def test_every_item_has_a_known_source_and_every_group_an_item() -> None:
    assert {item.source for item in ITEMS.values()} <= set(read_sources(library() / "sources.yaml"))
    assert {item.group for item in ITEMS.values()} == set(GROUPS)


def test_ratios_of_the_file_are_as_they_were_worked_out_by_hand() -> None:
    shown = {name: [derived.shown for derived in item.derived] for name, item in ITEMS.items()}
    assert shown["dublin_2016"] == ["about 8.6%"]
    assert shown["dublin_2017"] == ["5.5%"]
    assert shown["dublin_2019"] == ["8.1%"]
    assert shown["dublin_2020"] == ["1.2%"]
    assert shown["eu_turkey_2018"] == ["about 5.7"]
    assert shown["unit_short_haul"][0] == "11,975"
    assert shown["unit_place"] == ["0.40", "0.34"]


def test_parts_of_the_rwanda_total_add_up_to_it() -> None:
    total, *parts = (value("rwanda_total", name) for name in ITEMS["rwanda_total"].figures)
    assert sum(parts) == total == 715
    assert 2 * value("rwanda_not_paid", "each") == value("rwanda_not_paid", "in_all")


def test_a_net_cost_is_the_gross_one_less_what_is_avoided() -> None:
    gross, avoided = value("act_each", "gross"), value("act_net", "avoided")
    assert gross - avoided == value("act_net", "net")


def test_a_year_before_is_the_year_of_another_item() -> None:
    returns = value("enforced_returns_2024", "returns")
    assert value("enforced_returns_2025", "year_before") == returns


def test_places_of_a_plan_cost_what_the_bbc_counts() -> None:
    places = value("plan_reform_places", "places")
    millions = places * value("unit_place_secure", "cost")
    assert millions == 1000 * value("week_reform_places", "cost")


def test_a_flight_that_did_not_fly_is_the_one_of_the_figures() -> None:
    flown = value("rwanda_first_flight", "flown")
    figures = read_figures(library() / "reported" / "rwanda.yaml")
    day = ITEMS["rwanda_first_flight"].as_of
    assert [f.printed.value for f in figures if f.as_of == day] == [flown, flown]


def test_an_item_cannot_be_changed() -> None:
    item: Perspective = next(iter(ITEMS.values()))
    with pytest.raises(ValueError, match="frozen"):
        item.text = "another"  # type: ignore[misc]
