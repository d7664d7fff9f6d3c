"""Which keys may a scenario file have, and where does each belong?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import get_args

from pydantic.fields import FieldInfo

from sim.scenario.problems import nearest, shortened
from sim.scenario.schema import Barrier, Scenario, Section
from sim.scenario.spec import ENTRY_KEYS, Spec

OWN_TEXTS = ("name", "about", "question", "cannot_know", "would_change")
"""Texts at the top of a file that speak of this scenario alone, and are not inherited."""
HEADER = (
    *OWN_TEXTS,
    "extends",
    "sources",
    "figures",
    "perspective",
    "posterior",
    "counterfactual",
    "sweep",
)


def _section_models() -> Iterator[tuple[str, type[Section]]]:
    for name, info in Scenario.model_fields.items():
        if name == "barriers":
            yield name, Barrier
        elif isinstance(info.annotation, type) and issubclass(info.annotation, Section):
            yield name, info.annotation


SECTIONS: dict[str, type[Section]] = dict(_section_models())
"""The model of each section; under ``barriers``, that of each barrier."""


def spec_of(info: FieldInfo) -> Spec:
    """Return the spec of a parameter's field."""
    held = (*info.metadata, *(m for a in get_args(info.annotation) for m in get_args(a)))
    return next(spec for spec in held if isinstance(spec, Spec))


@cache
def specs() -> dict[str, Spec]:
    """Return the spec of every parameter by key path; ``*`` stands for a barrier's name."""
    return {
        f"{'barriers.*' if section == 'barriers' else section}.{name}": spec_of(info)
        for section, model in SECTIONS.items()
        for name, info in model.model_fields.items()
    }


def spec_at(path: str) -> Spec:
    """Return the spec of the parameter at a key path."""
    section, *_, key = path.split(".")
    return specs()[f"barriers.*.{key}" if section == "barriers" else path]


def unknown_key(key: str, known: list[str], section: str) -> str:
    """Say where a key belongs, or which known key is nearest.

    Parameters
    ----------
    key
        The unknown key.
    known
        What may stand there.
    section
        Key path of the section it stands in; empty at the top of the file.
    """
    where = f" in '{section}'" if section else ""
    hint = _belongs(key) or nearest(key, known)
    return f"unknown key '{shortened(key)}'{where}; {hint}"


def _belongs(key: str) -> str | None:
    if key in HEADER or key in SECTIONS:
        return "write it at the start of a line, outside every section"
    if key in ENTRY_KEYS:
        return "it belongs below a parameter, such as detention.places"
    homes = [path.rpartition(".")[0] for path in specs() if path.rpartition(".")[2] == key]
    if not homes:
        return None
    shown = " or ".join(f"'{home.replace('*', '<name>')}'" for home in homes)
    return f"it belongs in {shown}"
