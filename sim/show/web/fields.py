"""What do the fields of a form or of a link ask?"""

from __future__ import annotations

from collections.abc import Mapping

from sim.scenario.library import names
from sim.scenario.problems import nearest, shortened
from sim.show.web.levers import Lever
from sim.show.web.setting import (
    FIRST,
    PINNED,
    PRECISIONS,
    USUAL_PRECISION,
    USUAL_SEED,
    Asked,
    Setting,
    levers,
)

MOST_SEED = 2**64 - 1
"""Of all luck."""


class SettingError(ValueError):
    """Raised where a field says something that cannot be asked, with what to write instead."""


def read_asked(fields: Mapping[str, str]) -> Asked:
    """Read what is asked from the fields of a form or a link; fields not known are let be.

    Raises
    ------
    SettingError
        With what to write instead.
    """
    pinned = {
        name.removeprefix(PINNED): said for name, said in fields.items() if name.startswith(PINNED)
    }
    return Asked(
        setting=_read_setting(fields),
        pinned=_read_setting(pinned) if pinned else None,
        seed=_read_seed(fields.get("seed") or str(USUAL_SEED)),
        precision=_read_precision(fields.get("precision") or USUAL_PRECISION),
    )


def _read_setting(fields: Mapping[str, str]) -> Setting:
    scenario = fields.get("scenario") or FIRST
    if scenario not in names():
        said = shortened(scenario)
        raise SettingError(f"scenario: there is no '{said}'; {nearest(said, names())}")
    text = fields.get("text", "").strip()
    if text:
        return Setting(scenario, text=text.replace("\r\n", "\n") + "\n")
    moved = {
        name: at
        for name, lever in levers(scenario).items()
        if (at := _read_place(lever, fields.get(name, ""))) != lever.start
    }
    return Setting(scenario, moved)


def _read_place(lever: Lever, said: str) -> float:
    """Return where a lever stands; at its start if nothing is said."""
    if not said.strip():
        return lever.start
    try:
        at = float(said)
    except ValueError:
        at = float("nan")
    if lever.idle and at != lever.start:
        raise SettingError(f"{lever.label}: {lever.idle} Leave it at {lever.start:g}.")
    if not lever.low <= at <= lever.high:
        raise SettingError(
            f"{lever.label}: '{shortened(said)}' is not possible; write a number from "
            f"{lever.low:g} to {lever.high:g}"
        )
    return at + 0.0  # there is no -0


def _read_seed(said: str) -> int:
    if not (said.isascii() and said.isdecimal() and len(said) <= 20 and int(said) <= MOST_SEED):
        raise SettingError(
            f"seed: '{shortened(said)}' is no seed; write a whole number from 0 to {MOST_SEED}"
        )
    return int(said)


def _read_precision(said: str) -> str:
    if said not in PRECISIONS:
        raise SettingError(
            f"precision: '{shortened(said)}' is not offered; write one of {', '.join(PRECISIONS)}"
        )
    return said
