"""What is asked survives a link and a scenario file, and nothing else is let through."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.problems import ScenarioError
from sim.show.web.fields import SettingError, read_asked
from sim.show.web.setting import PRECISIONS, Asked, Setting, levers


def standing(parts: dict[str, float]) -> Setting:
    """Put levers at parts of the way from one end to the other, on a step of theirs."""
    moved = {}
    for name, part in parts.items():
        lever = levers("pilot")[name]
        steps = round(part * (lever.high - lever.low) / lever.step)
        at = round(lever.low + steps * lever.step, 10)
        if at != lever.start:
            moved[name] = at
    return Setting("pilot", moved)


def has_a_band(setting: Setting) -> bool:
    """Return whether the balance leaves anybody a way: a band of zero width is refused."""
    leads = ("inbound_lead", "returned_lead")
    return any(setting.moved.get(name, levers("pilot")[name].start) for name in leads)


MOVABLE = sorted(name for name, lever in levers("pilot").items() if not lever.idle)
PARTS = st.dictionaries(st.sampled_from(MOVABLE), st.floats(0, 1), max_size=4)
SETTINGS = PARTS.map(standing).filter(has_a_band)
ASKED = st.builds(
    Asked, SETTINGS, st.none() | SETTINGS, st.integers(0, 2**64 - 1), st.sampled_from(PRECISIONS)
)


@given(ASKED)
def test_a_link_restores_what_was_asked(asked: Asked) -> None:
    assert read_asked(dict(parse_qsl(asked.link().removeprefix("?")))) == asked


@given(SETTINGS)
def test_a_setting_as_a_scenario_is_the_setting(setting: Setting) -> None:
    copied = Setting("pilot", text=setting.scenario_text).load().scenario
    values = [
        [(entry.path, entry.value, entry.prior, entry.growth) for entry in one.assumptions()]
        for one in (copied, setting.load().scenario)
    ]
    assert values[0] == values[1]


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=6))
def test_fields_of_other_names_are_let_be(fields: dict[str, str]) -> None:
    known = {"scenario", "text", "seed", "precision", *levers("pilot")}
    others = {k: v for k, v in fields.items() if k not in known and not k.startswith("pinned_")}
    assert read_asked(others) == Asked()


@pytest.mark.parametrize(
    ("field", "said", "wanted"),
    [
        ("scenario", "piolt", "did you mean 'pilot'?"),
        ("scenario", "../pilot", "there is no"),
        ("places", "many", "write a number from 0 to 4"),
        ("places", "nan", "write a number from 0 to 4"),
        ("places", "1e999", "write a number from 0 to 4"),
        ("places", "-0.1", "write a number from 0 to 4"),
        ("seed", "-1", "write a whole number from 0"),
        ("seed", "٣", "write a whole number from 0"),
        ("seed", "99999999999999999999", "write a whole number from 0"),
        ("deterrence", "5", "ends: no effect here. Leave it at 0"),
        ("precision", "0.001%", "write one of 10%, 5%, 3%, 2%, 1%"),
        ("pinned_places", "5", "write a number from 0 to 4"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_write(
    field: str, said: str, wanted: str
) -> None:
    with pytest.raises(SettingError, match=f"(?s){wanted.replace('?', '[?]')}"):
        read_asked({field: said})


def test_text_takes_the_place_of_levers() -> None:
    asked = read_asked({"places": "2", "text": "name: Mine\r\nextends: pilot\r\n"})
    assert asked.setting == Setting("pilot", text="name: Mine\nextends: pilot\n")
    assert asked.setting.load().scenario.name == "Mine"


def test_text_that_is_no_scenario_is_refused_where_it_is_wrong() -> None:
    with pytest.raises(ScenarioError, match=r"scenario\.yaml:1:1: unknown key 'nmae'"):
        read_asked({"text": "nmae: x\nextends: pilot\n"}).setting.load()


def test_a_setting_is_not_compared_with_itself() -> None:
    assert read_asked({}).beside is None
    assert read_asked({"places": "2"}).beside == Setting("pilot")
    pinned = {"places": "2", "pinned_scenario": "pilot", "pinned_places": "2"}
    assert read_asked(pinned).beside is None
    assert read_asked({"pinned_seats": "2"}).beside == Setting("pilot", {"seats": 2.0})
