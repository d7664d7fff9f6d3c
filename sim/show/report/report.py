"""How is a report written?

One HTML file that asks nothing of another machine: it has no script, its pictures and its style
stand in it, and its policy lets a browser load nothing.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from itertools import count
from shlex import join

from sim.ensemble.provenance import program
from sim.show.report.parts import Table
from sim.show.report.sections import sections
from sim.show.templates import templates
from sim.show.words import day, how_drawn, listed
from sim.study.briefing import Briefing


def report(briefing: Briefing, file: str) -> str:
    """Write a report.

    Parameters
    ----------
    briefing
        What was found.
    file
        Where the command writes it.
    """
    environment = templates("sim.show.report")
    style = environment.get_template("report.css").render()
    names = [one.label for one in briefing.briefs]
    return environment.get_template("report.html.j2").render(
        title=f"Report: {listed(names)}",
        subtitle=_subtitle(briefing),
        style=style,
        digest=b64encode(sha256(style.encode()).digest()).decode(),
        sections=sections(briefing),
        record=_record(briefing),
        command=_command(briefing, file),
        counter=_Counter(),
    )


def _subtitle(briefing: Briefing) -> str:
    results = [one.result for one in briefing.briefs]
    horizons = sorted({result.dates[-1] for result in results})
    replications = sorted({result.replications for result in results})
    return (
        f"Conditional projections to {listed([day(horizon) for horizon in horizons])} by the "
        f"returns-scheme simulator, {listed([f'{number:,}' for number in replications])} "
        f"replications, seed {results[0].seed}, {how_drawn(results[0].at_central)}."
    )


def _record(briefing: Briefing) -> Table:
    """Return by what and how the numbers were made."""
    made = program()
    commit = made["git"]["commit"]
    changed = ", with changes" if made["git"]["changed"] else ""
    rows = [
        *made["versions"].items(),
        ("machine", made["platform"]),
        ("commit", f"{commit}{changed}" if commit else "not run from a checkout"),
    ]
    for one in briefing.briefs:
        result = one.result
        rows += [
            (f"{one.named}: scenario", one.label),
            (f"{one.named}: replications, seed", f"{result.replications:,}, {result.seed}"),
            (f"{one.named}: fingerprint of the inputs", one.inputs),
            (f"{one.named}: fingerprint of the results", one.results),
        ]
    return Table("How the numbers were made", ("", "Record"), rows, is_text=True)


def _command(briefing: Briefing, file: str) -> str:
    settings = briefing.settings
    words = ["sim", "report", *(one.named for one in briefing.briefs), "-o", file]
    if settings.replications is not None:
        words += ["--replications", str(settings.replications)]
    if settings.precision is not None:
        words += ["--precision", f"{100 * settings.precision:g}%"]
    return join([*words, "--seed", str(settings.seed)])


class _Counter:
    """Numbers charts and tables, so that each has a name of its own."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def next(self) -> int:
        """Return the next number."""
        return next(self._numbers)
