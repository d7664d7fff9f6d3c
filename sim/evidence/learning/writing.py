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
from sim.ensemble.folders import write_atomically
from sim.evidence.learning.calibrate import Calibration
from sim.evidence.learning.learned import IDENTIFIED, PARTLY, Learned, learned
from sim.scenario.posterior import write_posterior
from sim.scenario.schema import Scenario

_LINE = 100


def scenario_path(calibration: Calibration, folder: Path) -> Path:
    """Return where the calibrated scenario is kept."""
    return folder / f"{Path(calibration.scenario.files[0]).stem}_calibrated.yaml"


def unfinished_path(scenario: Scenario, folder: Path) -> Path:
    """Return where simulated pilots are kept until the calibration is done."""
    return folder / f"{Path(scenario.files[0]).stem}_calibrated.unfinished.npz"


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
    scenario = scenario_path(calibration, folder)
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
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap

    yaml = YAML()
    yaml.width = _LINE
    yaml.indent(mapping=2, sequence=4, offset=2)
    document: Any = CommentedMap()
    if path.exists():
        document = yaml.load(path.read_text(encoding="utf-8")) or CommentedMap()
    _set_header(document, path, calibration)
    for value in learned(calibration):
        if value.spread > PARTLY or value.unit == "sd":
            continue
        *sections, key = value.name.split(".")
        here = document
        for section in sections:
            here = here.setdefault(section, CommentedMap())
        entry = here.setdefault(key, CommentedMap())
        entry["status"] = "calibrated"
        entry["why"] = _why(value, calibration)
    written = StringIO()
    yaml.dump(document, written)
    return written.getvalue()


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
    how = "identified" if value.spread <= IDENTIFIED else "partly identified"
    unit = "a factor of" if value.unit == "factor" else "the value in " + value.unit + ","
    before, after = (
        f"{q[1]:.3g} ({q[0]:.3g} to {q[2]:.3g})" for q in (value.prior, value.posterior)
    )
    return (
        f"{how} by figures to {calibration.until}: {unit} {after} at the median and in the 90% "
        f"interval, after {before} before"
    )
