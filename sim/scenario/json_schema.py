"""What may be written in a scenario file, for editors that know JSON Schema?"""

from __future__ import annotations

from typing import Any

from sim.scenario.schema import Scenario
from sim.scenario.spec import PRIOR_SCHEMA

_LOADED = ("files", "weeks", "empty_days")


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file.

    A file that extends another holds only differences, so nothing but ``name`` is
    required; that a baseline is whole is for ``sim check`` to say.
    """
    schema = Scenario.model_json_schema()
    for section in schema["$defs"].values():
        section.pop("required", None)
    properties = {key: value for key, value in schema["properties"].items() if key not in _LOADED}
    properties["name"] = {"type": "string", "description": "the scenario's title"}
    properties["about"] = {"type": "string", "description": "what the scenario is for"}
    properties["counterfactual"] = {
        "type": "boolean",
        "description": "true if deterrence may also act on observed weeks",
    }
    properties["extends"] = {"type": "string", "description": "the parent file"}
    properties["sources"] = {"type": "string", "description": "the file of sources"}
    used = {name: schema["$defs"][name] for name in schema["$defs"] if name != "Week"}
    shared: dict[str, Any] = _with_shared_prior({"properties": properties, "$defs": used})
    shared["$defs"]["Prior"] = PRIOR_SCHEMA
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario of the returns-scheme simulator",
        "type": "object",
        "required": ["name"],
        "additionalProperties": False,
        **shared,
    }


def _with_shared_prior(node: Any) -> Any:
    """Point to one definition of a prior wherever its schema stands."""
    if node == PRIOR_SCHEMA:
        return {"$ref": "#/$defs/Prior"}
    if isinstance(node, dict):
        return {key: _with_shared_prior(value) for key, value in node.items()}
    return [_with_shared_prior(item) for item in node] if isinstance(node, list) else node
