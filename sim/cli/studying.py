"""Which commands ask what if?"""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.options import Json, Replications, Scenario, Seed, Workers, read_settings
from sim.cli.running import answer_console, note, polite, print_json, progress_bar


def sweep(
    scenario: Scenario,
    vary: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="Key path of the value; the scenario's sweep if not."),
    ] = None,
    over: Annotated[
        str | None, typer.Option(metavar="VALUES", help="What it is set to, e.g. '0%, 25%, 100%'.")
    ] = None,
    replications: Replications = None,
    seed: Seed = 1,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Show the answer at each value of one unknown.

    Every value meets the same luck. Without --vary it is the unknown that the scenario's own
    'sweep' names.
    """
    with polite():
        from sim.ensemble.settings import DEFAULT_REPLICATIONS
        from sim.scenario.load import load
        from sim.show.sweeps import show_sweep, sweep_document
        from sim.study.asked import asked_sweep
        from sim.study.sweep import run_sweep

        settings = read_settings(replications, None, seed, workers, None, None, None)
        loaded = load(scenario)
        asked = asked_sweep(loaded, vary, over)
        wanted = (settings.wanted or DEFAULT_REPLICATIONS) * len(asked.settings)
        with progress_bar(wanted) as progress:
            found = run_sweep(loaded, asked, settings, progress, note)
        if as_json:
            print_json(sweep_document(found))
        else:
            show_sweep(answer_console(), found)


def noise(
    scenario: Scenario,
    days: Annotated[
        int, typer.Option(min=1, max=3650, help="Days after the last observed week.")
    ] = 182,
    replications: Replications = None,
    seed: Seed = 1,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Say which effect on arrivals could be told from noise.

    How much arrivals vary with no policy at all, the smallest fall that could be told from that,
    and the returns rate from which the scenario's deterrence would bring such a fall.
    """
    with polite():
        from datetime import timedelta

        from sim.ensemble.settings import DEFAULT_REPLICATIONS
        from sim.scenario.load import load
        from sim.show.noise import noise_document, show_noise
        from sim.study.noise import arrivals_noise, first_projected

        settings = read_settings(replications, None, seed, workers, None, None, None)
        loaded = load(scenario)
        first = first_projected(loaded)
        last = first + timedelta(days=days - 1)
        with progress_bar(2 * (settings.wanted or DEFAULT_REPLICATIONS)) as progress:
            found = arrivals_noise(loaded, first, last, settings, progress, note)
        if as_json:
            print_json(noise_document(found, scenario))
        else:
            show_noise(answer_console(), found)
