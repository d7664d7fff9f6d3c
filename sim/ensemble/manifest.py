"""What was run, by what, and what came out?

The record in a result folder by which the run can be repeated and the folder checked.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.ensemble.errors import FolderError
from sim.ensemble.fingerprint import of_each, of_file, of_results
from sim.ensemble.folders import is_unfinished
from sim.ensemble.provenance import program
from sim.ensemble.result import Result
from sim.ensemble.settings import Settings

MANIFEST = "manifest.json"
DIGESTS = "digests.csv"


def write_manifest(result: Result, settings: Settings, inputs: str, folder: Path) -> None:
    """Describe a run and every file that its folder holds.

    Parameters
    ----------
    result
        What was found.
    settings
        What was asked for.
    inputs
        Fingerprint of the inputs.
    folder
        Holds everything else already.
    """
    with (folder / DIGESTS).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("replication", "digest"))
        writer.writerows(enumerate(of_each(result.batch)))
    manifest = {
        "settings": settings.what(),
        "replications": result.replications,
        "fingerprints": {"inputs": inputs, "results": of_results(result.batch)},
        **program(),
        "files": {name: of_file(folder / name) for name in files(folder)},
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the record of a finished run.

    Raises
    ------
    FolderError
        If there is none.
    """
    if is_unfinished(folder):
        raise FolderError(f"'{folder}' holds an unfinished run; go on with: sim resume {folder}")
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        Settings.again(manifest["settings"])
        complete = (
            isinstance(manifest["replications"], int)
            and {"inputs", "results"} <= manifest["fingerprints"].keys()
            and {"versions", "platform", "git"} <= manifest.keys()
            and all(isinstance(digest, str) for digest in manifest["files"].values())
        )
    except FileNotFoundError:
        raise FolderError(f"'{folder}' is no result folder: it has no {MANIFEST}") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FolderError(f"'{folder / MANIFEST}' cannot be read: {error}") from None
    if not complete:
        raise FolderError(f"'{folder / MANIFEST}' cannot be read: a part is missing")
    return dict(manifest)


def read_digests(folder: Path) -> dict[int, str]:
    """Read the digest of each replication; what cannot be read is left out."""
    try:
        with (folder / DIGESTS).open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
    except (OSError, ValueError, csv.Error):
        return {}
    return {int(row[0]): row[1] for row in rows if len(row) == 2 and row[0].isdecimal()}


def files(folder: Path) -> Iterator[str]:
    """Yield every file of a result folder but the record itself, relative to it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (name := path.relative_to(folder).as_posix()) != MANIFEST:
            yield name
