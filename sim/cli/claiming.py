"""Which commands look at what was claimed?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Json, Replications, Seed, Workers, read_settings
from sim.cli.running import answer_console, note, polite, print_json, progress_bar


def claims(
    file: Annotated[
        Path | None,
        typer.Argument(help="File of claims; those made of the pilot if not given."),
    ] = None,
    replications: Replications = None,
    seed: Seed = 1,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Recompute what was claimed, from the figures as printed.

    A claim about a chance is set beside a simulation, which has replications and a seed.
    """
    with polite():
        from sim.ensemble.settings import DEFAULT_REPLICATIONS
        from sim.evidence.claiming.claims import default_claims, read_claims
        from sim.evidence.claiming.judging import judge, simulate
        from sim.evidence.claiming.reported import default_reported
        from sim.show.claims import show_claims
        from sim.show.documents import claims_document

        settings = read_settings(replications, None, seed, workers, None, None, None)
        file = file or default_claims()
        reported = default_reported()
        made = read_claims(file, reported)
        with progress_bar(settings.wanted or DEFAULT_REPLICATIONS) as progress:
            simulations = simulate(made, settings, progress, note)
        judged = [judge(claim, reported, simulations) for claim in made]
        if as_json:
            print_json(claims_document(judged, file, simulations))
        else:
            show_claims(answer_console(), judged)
