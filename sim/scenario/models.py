"""Does a part of a file fit a pydantic model, and if not, where does it not?

Turns positioned nodes into plain data, validates them, and maps every pydantic
error back to the line and column of the key or value that caused it.
"""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sim.scenario.problems import Place, Problem, ScenarioError, nearest, shortened
from sim.scenario.reader import Mapping, Node, Scalar, Sequence

M = TypeVar("M", bound=BaseModel)


def plain(node: Node) -> Any:
    """Return nodes as dicts, lists and text."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.items}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.text if not node.plain else node.text.strip()


def validated(model: type[M], node: Node, context: Any = None) -> M:
    """Validate a node as a model.

    Parameters
    ----------
    model, node
        What it should be, and what was written.
    context
        What the model's validators may look things up in.

    Raises
    ------
    ScenarioError
        With every problem, each at its place.
    """
    try:
        return model.model_validate(plain(node), context=context)
    except ValidationError as error:
        problems = [_problem(detail, node, model) for detail in error.errors()]
        raise ScenarioError(problems) from None


def _problem(detail: ErrorDetails, root: Node, model: type[BaseModel]) -> Problem:
    place = place_of(root, detail["loc"])
    key = shortened(str(detail["loc"][-1])) if detail["loc"] else ""
    named = f"'{key}': " if key and not key.isdecimal() else ""
    if detail["type"] == "extra_forbidden":
        return Problem(
            place, f"unknown key '{key}'; {nearest(key, known_keys(model, detail['loc']))}"
        )
    if detail["type"] == "missing":
        return Problem(place, f"'{key}' is missing")
    if detail["type"] == "model_type":
        keys = ", ".join(known_keys(model, (*detail["loc"], "")))
        return Problem(place, f"{named}write a mapping with {keys}")
    if detail["type"] in ("list_type", "tuple_type"):
        return Problem(place, f"{named}write a list")
    if detail["type"] == "dict_type":
        return Problem(place, f"{named}write a mapping of names")
    return Problem(place, named + detail["msg"].removeprefix("Value error, "))


def known_keys(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys that the model allows beside a location."""
    fields = model.model_fields
    for step in loc[:-1]:
        inner = fields[step].annotation if isinstance(step, str) and step in fields else None
        arguments = getattr(inner, "__args__", ())
        for candidate in (inner, *arguments):
            if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                fields = candidate.model_fields
    return list(fields)


def place_of(node: Node, loc: tuple[int | str, ...]) -> Place:
    """Return where a pydantic location stands; the nearest parent if it is missing."""
    place = node.place
    for step in loc:
        if isinstance(node, Mapping):
            found = next((pair for pair in node.items if pair[0].text == step), None)
            if found is None:
                return place
            key, node = found
            place = node.place if isinstance(node, Scalar) else key.place
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step]
            place = node.place
    return place
