"""How is what was learned kept, so that others can build on it?

As a scenario that extends the one that was calibrated, beside the posterior. Written over an
earlier calibration, it keeps every comment and every other key that somebody put there.
"""

from __future__ import annotations

import os
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

from sim.ensemble.errors import FolderError
from sim.ensemble.folders import check_writable, write_atomically
from sim.evidence.learning.calibrate import Calibration
from sim.evidence.learning.learned import IDENTIFIED, PARTLY, Learned, learned
from sim.scenario.posterior import write_posterior
from sim.scenario.schema import Scenario

_LINE = 100
_HOW = ("identified by figures to", "partly identified by figures to")


def scenario_path(scenario: Scenario, folder: Path) -> Path:
    """Return where the calibrated scenario is kept."""
    return folder / f"{Path(scenario.files[0]).stem}_calibrated.yaml"


def unfinished_path(scenario: Scenario, folder: Path) -> Path:
    """Return where simulated pilots are kept until the calibration is done."""
    return folder / f"{Path(scenario.files[0]).stem}_calibrated.unfinished.npz"


def check_target(scenario: Scenario, folder: Path) -> None:
    """Make sure, before a long calibration, that its files can be kept.

    Raises
    ------
    FolderError
        If the folder cannot be written to, or what stands in the scenario's file is none.
    """
    check_writable(folder)
    _standing(scenario_path(scenario, folder))


def write_calibration(calibration: Calibration, page: str, folder: Path) -> list[Path]:
    """Write the calibrated scenario, the posterior beside it, and the page about both.

    Returns
    -------
    list of Path
        Of the three files.

    Raises
    ------
    FolderError
        If they cannot be written.
    """
    scenario = scenario_path(calibration.scenario, folder)
    posterior, about = scenario.with_suffix(".csv"), scenario.with_suffix(".md")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = _written_over(scenario, calibration)
        write_atomically(posterior, write_posterior(calibration.posterior))
        write_atomically(scenario, text)
        write_atomically(about, page)
    except OSError as error:
        raise FolderError(f"'{folder}' cannot be written: {error.strerror}") from error
    return [scenario, posterior, about]


def _written_over(path: Path, calibration: Calibration) -> str:
    """Return the text of the scenario, over what stands in the file already."""
    document = _standing(path)
    _set_header(document, path, calibration)
    for value in learned(calibration):
        if value.unit == "sd":
            continue
        if value.spread <= PARTLY:
            _set_grounds(document, value.name, _why(value, calibration))
        else:
            _drop_grounds(document, value.name)
    written = StringIO()
    _yaml().dump(document, written)
    return written.getvalue()


def _standing(path: Path) -> Any:
    """Return the document that stands in a file, with its comments; an empty one if none does."""
    from ruamel.yaml.comments import CommentedMap
    from ruamel.yaml.error import YAMLError

    try:
        document = _yaml().load(path.read_text(encoding="utf-8")) if path.exists() else None
    except (YAMLError, ValueError, OSError):
        document = path
    if not isinstance(document, CommentedMap | None):
        raise FolderError(
            f"'{path}' is no scenario to write over; choose another folder with --out"
        )
    return CommentedMap() if document is None else document


def _yaml() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = _LINE
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _set_grounds(document: Any, name: str, why: str) -> None:
    """Say that a value was calibrated, unless somebody gave it another value there."""
    from ruamel.yaml.comments import CommentedMap

    here = document
    for key in name.split("."):
        here = here.setdefault(key, CommentedMap())
        if not isinstance(here, CommentedMap):
            return
    here["status"] = "calibrated"
    here["why"] = why


def _drop_grounds(document: Any, name: str) -> None:
    """Take back what an earlier calibration said of a value that figures identify no more."""
    *sections, key = name.split(".")
    here = document
    for section in sections:
        here = here.get(section) if isinstance(here, dict) else None
    entry = here.get(key) if isinstance(here, dict) else None
    if not (isinstance(entry, dict) and str(entry.get("why")).startswith(_HOW)):
        return
    for word in ("status", "why"):
        entry.pop(word, None)
    if not entry:
        here.pop(key)


def _set_header(document: Any, path: Path, calibration: Calibration) -> None:
    parent = Path(calibration.scenario.files[0])
    until = calibration.until
    document["name"] = f"{calibration.scenario.name}, calibrated to {until}"
    document["about"] = (
        f"What {_taught_by(calibration)} teach about the uncertain values of {parent.name}: "
        f"{calibration.pilots:,} simulated pilots, seed {calibration.seed}. The values go together "
        "as in the posterior; those that no figure identifies stay as uncertain as they were."
    )
    document["extends"] = Path(os.path.relpath(parent.resolve(), path.resolve().parent)).as_posix()
    document["posterior"] = path.with_suffix(".csv").name


def _taught_by(calibration: Calibration) -> str:
    counts = Counter(figure.quantity for figure in calibration.figures)
    named = ", ".join(f"{count} of {quantity}" for quantity, count in counts.items())
    days = sorted(figure.as_of for figure in calibration.figures)
    return f"{len(days)} figures as of {days[0]} to {days[-1]} ({named})"


def _why(value: Learned, calibration: Calibration) -> str:
    how = _HOW[0] if value.spread <= IDENTIFIED else _HOW[1]
    unit = "a factor of" if value.unit == "factor" else "the value in " + value.unit + ","
    before, after = (
        f"{q[1]:.3g} ({q[0]:.3g} to {q[2]:.3g})" for q in (value.prior, value.posterior)
    )
    return (
        f"{how} {calibration.until}: {unit} {after} at the median and in the 90% "
        f"interval, after {before} before"
    )
