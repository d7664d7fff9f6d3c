"""Which commands ask the model: what changes, what binds, what would it take, what matters?

Each keeps what it has finished in its folder, so that 'sim resume' can go on, and leaves a page, a
document, tables and charts there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.options import (
    At,
    Cluster,
    Engine,
    Json,
    Out,
    Scenario,
    Seed,
    Workers,
    parse_day,
    parse_share,
    read_settings,
)
from sim.cli.running import (
    answer_console,
    note,
    polite,
    print_json,
    progress_bar,
    resumable,
)

if TYPE_CHECKING:
    from pathlib import Path

    from sim.ensemble.settings import Settings
    from sim.study.kept import KeptStudy

Many = Annotated[
    int | None,
    typer.Option(
        "--replications",
        "-n",
        min=2,
        max=100_000,
        help="How many; as many as the answer takes if not given.",
    ),
]
Precise = Annotated[
    str | None,
    typer.Option("--precision", help="How narrow the answer's 95% interval has to be, e.g. 5%."),
]
By = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="As of the end of this day; the last one if not given."),
]


def contrast(
    base: Scenario,
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="Files or names.")],
    replications: Many = None,
    precision: Precise = None,
    seed: Seed = 1,
    workers: Workers = None,
    cluster: Cluster = None,
    engine: Engine = None,
    at: At = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Say what changes from one scenario to others.

    Paired differences of every indicator under the same luck, when the scenarios part, and how many
    people are returned in one only.
    """
    with polite():
        settings = read_settings(replications, precision, seed, workers, cluster, engine, at)
        _ask("contrast", (base, *others), {}, settings, out, as_json)


def limits(
    scenario: Scenario,
    replications: Many = None,
    seed: Seed = 1,
    workers: Workers = None,
    cluster: Cluster = None,
    engine: Engine = None,
    at: At = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Say which limit binds.

    What one more unit of each limit would buy, and how often it held somebody back.
    """
    with polite():
        settings = read_settings(replications, None, seed, workers, cluster, engine, at)
        _ask("limits", (scenario,), {}, settings, out, as_json)


def solve(
    scenario: Scenario,
    vary: Annotated[
        str,
        typer.Option(metavar="KEY", help="What is moved, e.g. flights.seats or programme.scale."),
    ],
    until: Annotated[
        str,
        typer.Option(metavar="TARGET", help="What to reach, e.g. 'returns_rate >= 5%'."),
    ],
    between: Annotated[
        str | None, typer.Option(metavar="RANGE", help="Its two ends, e.g. '10, 60'.")
    ] = None,
    by: By = None,
    confidence: Annotated[
        str, typer.Option(help="In how many replications, e.g. 90%; 50% is the median.")
    ] = "50%",
    replications: Many = None,
    precision: Precise = None,
    seed: Seed = 1,
    workers: Workers = None,
    cluster: Cluster = None,
    engine: Engine = None,
    at: At = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Say what it would take to reach a target.

    The setting of one value at which it is reached, with intervals, and which limit binds then.
    """
    with polite():
        settings = read_settings(replications, precision, seed, workers, cluster, engine, at)
        options = {
            "vary": vary,
            "until": until,
            "between": between,
            "by": _checked_day(by),
            "confidence": parse_share(confidence, "90%"),
        }
        _ask("solve", (scenario,), options, settings, out, as_json)


def frontier(
    scenario: Scenario,
    vary: Annotated[
        list[str],
        typer.Option(metavar="KEY", help="What is moved; write it twice, across and up."),
    ],
    between: Annotated[
        list[str] | None,
        typer.Option(metavar="RANGE", help="Two ends for each, in the same order, e.g. '10, 60'."),
    ] = None,
    of: Annotated[
        str, typer.Option(metavar="INDICATOR", help="Such as returns_rate or net_flow.")
    ] = "returns_rate",
    by: By = None,
    steps: Annotated[int, typer.Option(min=2, max=60, help="How many settings of each.")] = 15,
    replications: Many = None,
    precision: Precise = None,
    seed: Seed = 1,
    workers: Workers = None,
    cluster: Cluster = None,
    engine: Engine = None,
    at: At = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Show an indicator over two levers.

    A grid of medians with intervals, and where they pass round levels.
    """
    with polite():
        if len(vary) != 2 or len(between or vary) != 2:
            raise typer.BadParameter(
                "write --vary twice, and --between twice or not at all, such as "
                "--vary detention.places --vary flights.seats"
            )
        settings = read_settings(replications, precision, seed, workers, cluster, engine, at)
        options = {
            "vary": vary,
            "between": between,
            "of": of,
            "by": _checked_day(by),
            "steps": steps,
        }
        _ask("frontier", (scenario,), options, settings, out, as_json)


def sensitivity(
    scenario: Scenario,
    of: Annotated[
        list[str] | None,
        typer.Option(
            metavar="INDICATOR",
            help="May be written more than once; returns, returns_rate, inbound and net_flow if "
            "not given.",
        ),
    ] = None,
    precision: Precise = None,
    seed: Seed = 1,
    workers: Workers = None,
    cluster: Cluster = None,
    engine: Engine = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Say which uncertain values matter.

    How the variance of an outcome is shared out among what is not known and chance.
    """
    with polite():
        from sim.study.sensitivity.study import SensitivityOptions

        settings = read_settings(None, precision, seed, workers, cluster, engine, None)
        outcomes = of or SensitivityOptions().outcomes
        _ask("sensitivity", (scenario,), {"of": list(outcomes)}, settings, out, as_json)


def finish(kept: KeptStudy, as_json: bool) -> None:
    """Make a study from where it stands, write its folder and print what it found."""
    from sim.ensemble.settings import DEFAULT_REPLICATIONS
    from sim.show.answering import answer
    from sim.show.filed import filed, has_charts
    from sim.show.findings import show_finding

    with resumable(kept):
        with kept, progress_bar(DEFAULT_REPLICATIONS) as progress:
            finding = answer(kept.request, kept.loaded, kept.gatherer(progress))
        kept.finish(filed(finding))
    if as_json:
        print_json(finding.document | {"results": str(kept.folder)})
        return
    console = answer_console()
    show_finding(console, finding)
    console.print(f"\nResult folder: {kept.folder}", markup=False, highlight=False)
    if not has_charts():
        console.print(
            "For charts: pip install 'returns-scheme-simulator[charts]'", markup=False, style="dim"
        )


def _ask(
    study: str,
    named: tuple[str, ...],
    options: dict[str, Any],
    settings: Settings,
    out: Path | None,
    as_json: bool,
) -> None:
    from sim.ensemble.folders import free_folder
    from sim.scenario.library import find
    from sim.study.kept import KeptStudy, Request

    folder = out or free_folder(f"{study}-{find(named[0]).stem}")
    request = Request(study, named, options, settings)
    finish(KeptStudy.begin(folder, request, note), as_json)


def _checked_day(written: str | None) -> str | None:
    return None if written is None else parse_day(written).isoformat()
