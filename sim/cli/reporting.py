"""Which command writes a report?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Precision, Replications, Seed, Workers, read_settings
from sim.cli.running import note, polite, progress_bar


def report(
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO...", help="Files or names; the others are set beside the first."
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="HTML file; written over.")
    ],
    replications: Replications = None,
    precision: Precision = None,
    seed: Seed = 1,
    workers: Workers = None,
) -> None:
    """Write a report that can be sent and printed.

    One HTML file: a summary, what is assumed that matters, results beside reported figures, which
    limit binds, what changes with other scenarios, who is affected, what it cannot tell, every
    assumption with its source, and the record of the run. It has no script and loads nothing.
    """
    with polite():
        from sim.ensemble.folders import check_writable, write_atomically
        from sim.ensemble.settings import DEFAULT_REPLICATIONS
        from sim.scenario.load import load_all
        from sim.show.errors import PictureError, check_extra

        check_extra("report", "jinja2", "altair", "vl_convert")
        from sim.show.report.report import report as write_report
        from sim.study.briefing import brief

        if out.exists() and not out.is_file():
            raise PictureError(f"'{out}' is no file; name one, such as --out report.html")
        check_writable(out.absolute().parent)
        settings = read_settings(replications, precision, seed, workers, None, None, None)
        loaded = load_all(scenarios)
        with progress_bar(settings.wanted or DEFAULT_REPLICATIONS) as progress:
            found = brief([(name, loaded[name]) for name in scenarios], settings, progress, note)
        out.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(out, write_report(found, str(out)))
        note(f"The report is in {out}")
