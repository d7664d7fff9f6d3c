"""A scenario names the unknown that decides its answer, and values to show the answer at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from sim.scenario.catalogue import spec_at
from sim.scenario.json_schema import json_schema
from sim.scenario.load import load, load_with_sources
from sim.scenario.problems import Place
from sim.scenario.resolved import copy_with_data
from sim.scenario.schema import Scenario
from sim.scenario.swept import Sweep
from sim.scenario.values import Spread

Write = Callable[..., Path]
Child = Callable[..., Scenario]
Refusal = Callable[[Path], list[str]]

ACCEPTED = "sweep: {casework.accepted: [0%, 25%, 1 share]}"
FORMS = [
    "casework.accepted: [0%, 12.5%, 1 share, {start: 5%, 2025-10-01: {exactly: 6%}}]",
    "casework.reply: [14, 36 h, {median: 14 d, p90: 20 d}, {mean: 3 d}]",
    "flights.boarding: [latest_arrival, longest_ready]",
    "deterrence.strength: [0, 2.5]",
    "detention.places: [120, '1,000 places']",
    "flights.per_week: [1, 2 per month]",
    "arrivals.crossing_season: [[0, 0, 0, 0], [-0.5, 0.1, 0, 0.25]]",
    "programme.trend: [-3% per month, 0.09 per month]",
    "barriers.court_order.share: [2%, 100%]",
    "balance.inbound_lead: [0, 69, 300 people]",
]


def _sweep(scenario: Scenario) -> Sweep:
    assert scenario.sweep is not None
    return scenario.sweep


def _nowhere(sweep: Sweep) -> Sweep:
    """Return a sweep without the places that it was read from."""
    return replace(sweep, settings=tuple(replace(s, place=Place("")) for s in sweep.settings))


def test_each_value_is_read_like_a_value_of_the_parameter(child: Child) -> None:
    sweep = _sweep(child(ACCEPTED))
    assert sweep.path == "casework.accepted"
    assert [s.value.steps[0].value for s in sweep.settings] == [0.0, 0.25, 1.0]
    assert sweep.written == ("0%", "25%", "1 share")
    reply = _sweep(child("sweep: {casework.reply: [20, {mean: 3 d}]}"))
    assert [s.value for s in reply.settings] == [
        Spread(20 * 86_400, 20 * 86_400),
        Spread(mean=3 * 86_400),
    ]


def test_nothing_is_uncertain_about_a_setting_and_it_does_not_grow(child: Child) -> None:
    scenario = child("sweep: {detention.places: [100, 200]}")
    assert scenario.detention.places.prior
    assert scenario.detention.places.growth
    for setting in _sweep(scenario).settings:
        assert (setting.prior, setting.prior_written, setting.growth) == (None, None, None)
        assert scenario.with_values({setting.path: setting}).detention.places is setting


def test_a_scenario_without_a_sweep_has_none(child: Child) -> None:
    assert child("").sweep is None


def test_a_child_inherits_a_sweep_unless_it_names_its_own(write: Write, library: Path) -> None:
    write(ACCEPTED, name="parent")
    inherited = load(write("casework: {reply: 9 d}", extends="parent.yaml"))
    assert _sweep(inherited).written == ("0%", "25%", "1 share")
    own = load(write("sweep: {returnees.share: [1%, 5%]}", extends="parent.yaml"))
    assert (_sweep(own).path, _sweep(own).written) == ("returnees.share", ("1%", "5%"))


def test_a_child_that_sets_what_a_sweep_leaves_open_has_answered_it(write: Write) -> None:
    write(ACCEPTED, name="parent")
    answered = load(write("casework: {accepted: 60%}", name="child", extends="parent.yaml"))
    assert answered.sweep is None
    again = load(write("casework: {reply: 9 d}", extends="child.yaml"))
    assert again.sweep is None


def test_a_parameter_that_the_baseline_leaves_out_may_be_named(child: Child) -> None:
    scenario = child("sweep: {selection.daily_limit: [5, 20]}")
    assert scenario.selection.daily_limit is None
    assert _sweep(scenario).written == ("5 people", "20 people")


@pytest.mark.parametrize("form", FORMS)
def test_a_resolved_scenario_keeps_its_sweep(write: Write, tmp_path: Path, form: str) -> None:
    loaded = load_with_sources(write(f"sweep: {{{form}}}"))
    again = load_with_sources(copy_with_data(loaded, tmp_path / "kept"))
    assert _nowhere(_sweep(again.scenario)) == _nowhere(_sweep(loaded.scenario))


@pytest.mark.parametrize("form", FORMS)
def test_what_is_read_fits_the_schema_of_editors(child: Child, form: str) -> None:
    body = f"sweep: {{{form}}}"
    child(body)
    document = {"name": "x", **yaml.load(body, yaml.BaseLoader)}
    jsonschema.Draft202012Validator(json_schema()).validate(document)


@pytest.mark.parametrize(
    "sweep",
    [
        {},
        {"casework.accepted": ["0%"]},
        {"casework.accepted": ["0%"] * 21},
        {"casework.accepted": "0%"},
        {"casework.accepted": ["0%", "1%"], "returnees.share": ["0%", "1%"]},
        {"casework": {"accepted": ["0%", "1%"]}},
        {"scheme.start": ["2025-08-06", "2025-08-07"]},
        {"arrivals.observed": ["a.csv", "b.csv"]},
    ],
)
def test_what_is_refused_does_not_fit_the_schema_of_editors(sweep: Any) -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    assert not validator.is_valid({"name": "x", "sweep": sweep})


ONE_PATH = "write one key path and its values, such as 'casework.accepted: [0%, 50%, 100%]'"
HOW_MANY = "write 2 to 20 values in a list, such as [0%, 50%, 100%]"


@pytest.mark.parametrize(
    ("sweep", "said"),
    [
        ("0%", f"8: {ONE_PATH}"),
        ("{}", f"8: {ONE_PATH}"),
        ("{casework.accepted: [0%, 1%], returnees.share: [0%, 1%]}", f"8: {ONE_PATH}"),
        ("{casework.accepted: 5%}", f"28: {HOW_MANY}"),
        ("{casework.accepted: [5%]}", f"28: {HOW_MANY}"),
        (f"{{casework.accepted: [{', '.join(f'{n}%' for n in range(21))}]}}", f"28: {HOW_MANY}"),
        (
            "{casework.acepted: [0%, 1%]}",
            "9: 'casework.acepted' is no key path; did you mean 'casework.accepted'?",
        ),
        (
            "{casework: {accepted: [0%, 1%]}}",
            "9: 'casework' is no key path; write one, such as 'casework.accepted: "
            "[0%, 50%, 100%]'",
        ),
        (
            "{scheme.start: [2025-08-06, 2025-08-13]}",
            "9: 'scheme.start' is a date, which cannot be shown at several values; write a "
            "scenario for each",
        ),
        (
            "{arrivals.observed: [a.csv, b.csv]}",
            "9: 'arrivals.observed' is a file, which cannot be shown at several values; write a "
            "scenario for each",
        ),
        ("{casework.accepted: [0, 10]}", "32: '10' has no unit; write '10%' or '10 share'"),
        ("{casework.accepted: [0%, 25%, 0.25 share]}", "38: 0.25 share is there twice; write "
         "each value once"),
        (
            "{casework.accepted: [0%, {2026-01-01: 5%}]}",
            "33: with 'casework.accepted' at {2026-01-01: 5%}: 'casework.accepted' has no value "
            "at the start; add 2025-08-06: …",
        ),
        (
            "{balance.reset: [0, 120]}",
            "28: with 'balance.reset' at 120 people: a halted side would resume above its bound; "
            "write at most 100",
        ),
        ("{flights.boarding: [longest_ready, latest]}", "43: unknown choice 'latest'; did you "
         "mean 'latest_arrival'?"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_place(
    write: Write, refusal: Refusal, sweep: str, said: str
) -> None:
    assert refusal(write(f"sweep: {sweep}")) == [f"mine.yaml:3:{said}"]


def test_every_problem_of_a_sweep_is_found(write: Write, refusal: Refusal) -> None:
    said = refusal(write("sweep: {casework.accepted: [120%, x, 5%]}"))
    assert [line.split(":")[2] for line in said] == ["29", "35"]


def test_a_parameter_that_was_refused_itself_is_not_refused_twice(
    write: Write, refusal: Refusal
) -> None:
    appeal = "{share: 120%, effect: release, counted_from: reply, onset: 3 d}"
    body = f"barriers: {{appeal: {appeal}}}\nsweep: {{barriers.appeal.share: [0, 50]}}"
    (said,) = refusal(write(body))
    assert "'120%' is outside" in said


def test_a_setting_has_the_role_of_its_parameter(child: Child) -> None:
    for setting in _sweep(child(ACCEPTED)).settings:
        assert setting.role == spec_at("casework.accepted").role
        assert setting.why
