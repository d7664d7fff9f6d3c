"""What may be written in a scenario file, for editors that know JSON Schema?

A file that extends another holds only differences, so nothing but ``name`` is
required; that a baseline is whole is for the loader to say.
"""

from __future__ import annotations

import re
from typing import Any

from sim.scenario.catalogue import SECTIONS, spec_of
from sim.scenario.multiples import NOT_BESIDE
from sim.scenario.schema import Section
from sim.scenario.spec import FROM_THE_START, PRIORS, STATUSES, Spec
from sim.scenario.sweeping import FEWEST, MOST, sweepable
from sim.scenario.units import Dimension

Schema = dict[str, Any]

DATE_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
NUMBER_PATTERN = "[-+]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)?([.][0-9]+)?"


def json_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a scenario file."""
    shared = _shared()
    sections = {name: _section(model, shared) for name, model in SECTIONS.items()}
    sections["barriers"] = {
        "type": "object",
        "description": "Legal barriers, each by a name of small letters, digits and _.",
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]{0,39}$"},
        "additionalProperties": sections["barriers"],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario of the returns scheme simulator",
        "description": "What is assumed: a baseline, or what differs from the file it extends.",
        **_closed({**_HEADER, **sections}, required=["name"]),
        "$defs": shared,
    }


_HEADER: Schema = {
    "name": {"type": "string", "description": "the scenario's title"},
    "about": {"type": "string", "description": "what the scenario is for"},
    "question": {
        "type": "string",
        "pattern": "[?]\\s*$",
        "description": "the question that it asks, one sentence that ends in a question mark",
    },
    "cannot_know": {"type": "string", "description": "what the model cannot know here"},
    "would_change": {"type": "string", "description": "what would change the result"},
    "extends": {
        "type": "string",
        "description": "the parent: a file, or a scenario of the project by its name",
    },
    "sources": {"type": "string", "description": "the file of sources, such as sources.yaml"},
    "figures": {
        "type": "string",
        "description": "the file of reported figures that the scenario is compared with",
    },
    "perspective": {
        "type": "string",
        "description": "groups of figures for perspective that its page shows, with commas",
    },
    "posterior": {
        "type": "string",
        "description": "the file of what figures taught about the uncertain values",
    },
    "counterfactual": {
        "enum": [True, False, "true", "false"],
        "description": "true if deterrence may also act on the observed weeks",
    },
    "sweep": {
        "description": "the unknown that decides the answer, and values to show the answer at",
        "type": "object",
        "propertyNames": {
            "anyOf": [
                {"enum": sweepable()},
                {"pattern": "^barriers[.][a-z][a-z0-9_]{0,39}[.][a-z_]+$"},
            ]
        },
        "additionalProperties": {"type": "array", "minItems": FEWEST, "maxItems": MOST},
        "minProperties": 1,
        "maxProperties": 1,
    },
}


def _section(model: type[Section], shared: Schema) -> Schema:
    about = (model.__doc__ or "").strip()
    fields = model.model_fields.items()
    return {
        "description": about,
        **_closed({name: _parameter(spec_of(info), shared) for name, info in fields}),
    }


def _parameter(spec: Spec, shared: Schema) -> Schema:
    """Describe a parameter: a bare value, or a mapping with its grounds."""
    bare = _shared_as(f"{spec.shape} {_what(spec)}", _value(spec), shared)
    keys: Schema = {key: _reference(key) for key in spec.entry_keys} | {"value": bare}
    if spec.has_unit:
        keys["unit"] = {"enum": list(spec.dimension.units)}
    if spec.may_multiply:
        keys["times"] = _reference("dated_times" if spec.shape == "dated" else "times")
    growing = " that may grow" if spec.may_follow else ""
    name = f"{spec.shape} {_what(spec)}{growing} with grounds"
    alone = {"allOf": [_reference("times_alone")]} if spec.may_multiply else {}
    entry = _shared_as(name, {**_closed(keys), "minProperties": 1, **alone}, shared)
    return {"description": f"{spec.about} [{spec.role}]", "anyOf": [bare, entry]}


def _what(spec: Spec) -> str:
    return spec.dimension.name if spec.has_unit else " or ".join(spec.choices)


def _shared_as(name: str, described: Schema, shared: Schema) -> Schema:
    """Describe something once and return a reference to it."""
    slug = re.sub("[^a-z0-9]+", "_", name).strip("_")
    shared[slug] = described
    return _reference(slug)


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _value(spec: Spec) -> Schema:
    number = _number(spec.dimension)
    match spec.shape:
        case "number":
            return number
        case "dated":
            step = {"anyOf": [number, _closed({"exactly": number}, required=["exactly"])]}
            return {"anyOf": [number, _dated(step)]}
        case "spread":
            forms = [_closed(dict.fromkeys(n, number), required=[*n]) for n in _SPREADS]
            return {"anyOf": [number, *forms]}
        case "four":
            return {"type": "array", "items": number, "minItems": 4, "maxItems": 4}
        case "choice":
            return {"enum": list(spec.choices)}
        case "date":
            return {"type": "string", "pattern": DATE_PATTERN}
        case "file":
            return {"type": "string"}


def _dated(step: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {FROM_THE_START: step},
        "patternProperties": {DATE_PATTERN: step},
        "additionalProperties": False,
        "minProperties": 1,
    }


_SPREADS = (("median", "p90"), ("mean",))


def _number(dimension: Dimension) -> Schema:
    """Describe a number, or a text of a number and a unit."""
    units = "|".join(re.escape(unit) for unit in dimension.units)
    bare: Schema = {"type": "number"} | ({"minimum": 0} if dimension.low == 0 else {})
    text = {"type": "string", "pattern": f"^{NUMBER_PATTERN} *({units})?$"}
    return {"anyOf": [bare, text], "examples": [dimension.example]}


def _shared() -> Schema:
    ratio = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^[-+]?[0-9.,]"}]}
    kinds = {n: _closed(dict.fromkeys(p, ratio), required=[*p]) for n, p in PRIORS.items()}
    one = {"minProperties": 1, "maxProperties": 1}
    factor = {"anyOf": [{"type": "number", "minimum": 0}, ratio["anyOf"][1]]}
    times = {"description": "multiplies the value of the file that this one extends"}
    beside = [{"required": [key]} for key in NOT_BESIDE]
    return {
        "times": {**times, **factor},
        "dated_times": {**times, "anyOf": [*factor["anyOf"], _dated(factor)]},
        "times_alone": {"not": {"required": ["times"], "anyOf": beside}},
        "status": {"enum": list(STATUSES), "description": "how sure the value is"},
        "source": {"type": "string", "description": "an id in the file of sources"},
        "why": {"type": "string", "description": "why this value"},
        "prior": {
            "description": "what is believed about the value; 'factor' multiplies it",
            **_closed({**kinds, "factor": {**_closed(kinds), **one}}),
            **one,
        },
        "follows": {"enum": ["programme"], "description": "the path it grows along"},
        "departure": {**ratio, "description": "standard deviation a month from that path"},
        "review_by": {"type": "string", "pattern": DATE_PATTERN},
    }


def _closed(properties: Schema, required: list[str] | None = None) -> Schema:
    needed = {"required": required} if required else {}
    return {"type": "object", "properties": properties, "additionalProperties": False, **needed}
