"""Which commands say what is expected to be reported, and how good that was?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import (
    Cluster,
    Figures,
    Json,
    Replications,
    Scenario,
    Seed,
    Workers,
    parse_day,
    read_settings,
)
from sim.cli.running import answer_console, note, polite, print_json, progress_bar


def forecast(
    scenario: Annotated[
        str, typer.Argument(help="Scenario file or name; or a kept forecast, to be scored.")
    ],
    origin: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="Month end of the last figure."),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Last day to forecast.")
    ] = None,
    figures: Figures = None,
    keep: Annotated[
        Path | None, typer.Option(help="File in which to keep it, date-stamped, for scoring.")
    ] = None,
    replications: Replications = None,
    seed: Seed = 1,
    workers: Workers = None,
    cluster: Cluster = None,
    as_json: Json = False,
) -> None:
    """Say what is expected to be reported after a day.

    A scenario that is not calibrated is calibrated first. With --figures the forecast is scored
    on those of later days, from which nothing is learned.
    """
    with polite():
        from sim.evidence.figures import figures_of, read_figures
        from sim.evidence.forecasting.forecast import REPLICATIONS
        from sim.evidence.forecasting.forecast import forecast as make_forecast
        from sim.evidence.forecasting.kept import check_new, forecast_document, read_kept, scored
        from sim.evidence.forecasting.kept import keep as keep_forecast
        from sim.scenario.load import load
        from sim.show.forecasts import show_forecast

        arrived = read_figures(figures) if figures else ()
        if scenario.endswith(".json"):
            document, expected = read_kept(Path(scenario))
        else:
            if origin is None or until is None:
                raise typer.BadParameter("write --from and --until, such as 2026-01-31")
            if keep:
                check_new(keep)
            loaded = load(scenario)
            own = figures_of(loaded) if loaded.figures or not arrived else ()
            settings = read_settings(
                replications or REPLICATIONS, None, seed, workers, cluster, None, None
            )
            days = parse_day(origin), parse_day(until)
            with progress_bar(REPLICATIONS, "simulations") as progress:
                found = make_forecast(loaded, (*own, *arrived), *days, settings, progress, note)
            document = forecast_document(found, scenario, date.today())
            expected = found.figures
            if keep:
                keep_forecast(document, keep)
        scores = scored(expected, arrived)
        if as_json:
            print_json(document | {"scores": [row.as_dict() for row in scores]})
        else:
            show_forecast(answer_console(), document, expected, scores)


def backtest(
    scenario: Scenario,
    figures: Figures = None,
    replications: Replications = None,
    seed: Seed = 1,
    workers: Workers = None,
    cluster: Cluster = None,
    as_json: Json = False,
) -> None:
    """Forecast months that are known by now, and score.

    From every month end that the figures allow; only figures up to it are used. Beside the
    model stand four baselines and a pool of all of them.
    """
    with polite():
        from sim.evidence.figures import figures_of
        from sim.evidence.forecasting.backtest import backtest as test_forecasts
        from sim.evidence.learning.calibrate import FEWEST
        from sim.scenario.load import load
        from sim.show.forecasts import show_backtest

        loaded = load(scenario)
        reported = figures_of(loaded, figures)
        settings = read_settings(replications, None, seed, workers, cluster, None, None)
        with progress_bar(3 * FEWEST, "simulations") as progress:
            found = test_forecasts(loaded, reported, settings, progress, note)
        if as_json:
            print_json(found.as_dict())
        else:
            show_backtest(answer_console(), found)
