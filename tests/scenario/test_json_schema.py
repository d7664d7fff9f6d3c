"""Editors are told the same rules as the loader holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
import yaml

from sim.scenario.catalogue import HEADER, SECTIONS
from sim.scenario.json_schema import json_schema
from sim.scenario.library import library, names

FIRST_LINE = "# yaml-language-server: $schema=schema.json"


class _Numbers(yaml.BaseLoader):
    """Reads as editors do: numbers and truth values by type, dates as text."""

    bool_values = yaml.SafeLoader.bool_values


_Numbers.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in held if tag.rpartition(":")[2] in _TYPED]
    for _TYPED in [("int", "float", "bool")]
    for letter, held in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag in ("int", "float", "bool"):
    _Numbers.add_constructor(
        f"tag:yaml.org,2002:{_tag}", yaml.SafeLoader.yaml_constructors[f"tag:yaml.org,2002:{_tag}"]
    )


@pytest.fixture(scope="module")
def validator() -> Any:
    kept = json.loads((library() / "schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(kept)
    return jsonschema.Draft202012Validator(kept)


def test_the_kept_schema_is_that_of_the_model() -> None:
    kept = json.loads((library() / "schema.json").read_text(encoding="utf-8"))
    assert kept == json_schema()


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("loader", [yaml.BaseLoader, _Numbers], ids=["as-text", "as-typed"])
def test_every_shipped_scenario_fits(name: str, loader: Any, validator: Any) -> None:
    text = (library() / f"{name}.yaml").read_text(encoding="utf-8")
    assert [error.message for error in validator.iter_errors(yaml.load(text, loader))] == []


@pytest.mark.parametrize("name", names())
def test_every_shipped_scenario_names_the_schema_first(name: str) -> None:
    assert (library() / f"{name}.yaml").read_text(encoding="utf-8").startswith(FIRST_LINE)


def test_every_key_of_a_file_is_described() -> None:
    assert set(json_schema()["properties"]) == {*HEADER, *SECTIONS}


@pytest.mark.parametrize(
    "changes",
    [
        {"name": None},
        {"flihgts": {"seats": 3}},
        {"detention": {"place": 3}},
        {"detention": {"places": "3 d"}},
        {"detention": {"places": {"2026-2-1": 3}}},
        {"detention": {"places": {"value": 3, "status": "guessed"}}},
        {"detention": {"places": {"value": 3, "follows": "something"}}},
        {"casework": {"accepted": {"value": 0.5, "follows": "programme"}}},
        {"casework": {"reply": {"median": "14 d"}}},
        {"casework": {"reply": "14 days"}},
        {"casework": {"reply": -1}},
        {"flights": {"boarding": "NO"}},
        {"scheme": {"horizon": "soon"}},
        {"scheme": {"horizon": {"value": "2026-01-01", "unit": "d"}}},
        {"returnees": {"share": {"prior": {"uniform": {"low": 1}}}}},
        {"arrivals": {"crossing_season": [1, 2, 3]}},
        {"barriers": {"Court order": {"share": 0.1}}},
        {"barriers": {"court_order": {"shares": 0.1}}},
        {"counterfactual": "yes"},
        {"detention": {"places": {"times": 2, "value": 3}}},
        {"detention": {"places": {"times": 2, "follows": "programme"}}},
        {"detention": {"places": {"times": -2}}},
        {"detention": {"places": {"times": {"2026-2-1": 2}}}},
        {"casework": {"reply": {"times": {"2026-02-01": 2}}}},
        {"scheme": {"horizon": {"times": 2}}},
        {"arrivals": {"crossing_season": {"times": 2}}},
        {"question": "What if there were more places."},
    ],
)
def test_a_wrong_file_does_not_fit(changes: dict[str, Any], validator: Any) -> None:
    document = {"name": "x", "extends": "pilot.yaml"}
    assert validator.is_valid(document)
    assert not validator.is_valid({**document, **changes})


def test_what_fits_as_a_form_is_read(child: Callable[..., Any], validator: Any) -> None:
    forms = """
detention: {places: {start: 3, 2026-01-01: {exactly: 4}}}
flights: {seats: {times: {start: 2, 2026-01-01: 0.5}}, per_week: {times: 1.5, why: so}}
casework: {reply: {mean: 3 d}, referral: 2 d, accepted: 95%, notice: {times: 0.5}}
arrivals: {last_year: "41,472"}
barriers: {appeal: {share: 1%, counted_from: reply, onset: 1 d, effect: release}}
"""
    child(forms)
    assert validator.is_valid({"name": "x", **yaml.load(forms, yaml.BaseLoader)})
