"""Which commands learn from figures, and check that learning is right?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import (
    Cluster,
    Figures,
    Json,
    Scenario,
    Seed,
    Workers,
    parse_day,
    read_settings,
)
from sim.cli.running import INTERRUPTED, answer_console, note, polite, print_json, progress_bar

Until = Annotated[str, typer.Option("--until", metavar="DATE", help="Learn from figures to it.")]


def calibrate(
    scenario: Scenario,
    until: Until,
    figures: Figures = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the calibrated scenario; results/NAME_calibrated if not."),
    ] = None,
    seed: Seed = 1,
    workers: Workers = None,
    cluster: Cluster = None,
    as_json: Json = False,
) -> None:
    """Learn the uncertain values from figures up to a day.

    Writes a scenario that extends this one, the posterior, and a page about both. The same
    command takes up a calibration that was interrupted.
    """
    with polite():
        from sim.evidence.figures import figures_of
        from sim.evidence.learning.calibrate import FEWEST
        from sim.evidence.learning.calibrate import calibrate as learn_values
        from sim.evidence.learning.predictive import before_and_after
        from sim.evidence.learning.writing import check_target, unfinished_path, write_calibration
        from sim.scenario.load import load
        from sim.show.calibration import calibration_lines, calibration_page
        from sim.show.inference import calibration_document

        day = parse_day(until)
        loaded = load(scenario)
        reported = figures_of(loaded, figures)
        folder = out or Path("results") / f"{Path(scenario).stem}_calibrated"
        settings = read_settings(None, None, seed, workers, cluster, None, None)
        check_target(loaded, folder)
        kept = unfinished_path(loaded, folder)
        with _resumable(kept):
            with progress_bar(FEWEST, "simulated pilots") as progress:
                found = learn_values(loaded, reported, day, settings, progress, note, kept)
            before, after = before_and_after(found, reported, settings, note)
        page = calibration_page(found, after, before)
        files = write_calibration(found, page, folder)
        kept.unlink(missing_ok=True)
        if as_json:
            print_json(calibration_document(found, after, before, scenario, files))
        else:
            print("\n".join([*calibration_lines(found), *(f"Written: {file}" for file in files)]))


@contextmanager
def _resumable(kept: Path) -> Iterator[None]:
    """Say how a calibration that is interrupted can go on, and end with 130."""
    from sim.evidence.learning.pilots import pilots_kept

    try:
        yield
    except KeyboardInterrupt:
        if not (done := pilots_kept(kept)):
            raise
        note(
            f"Interrupted after {done:,} simulated pilots, which are kept; "
            "the same command goes on from there"
        )
        raise typer.Exit(INTERRUPTED) from None


def check_inference(
    scenario: Scenario,
    until: Until,
    figures: Figures = None,
    tests: Annotated[
        int, typer.Option(min=20, help="How many synthetic pilots to learn from.")
    ] = 300,
    pilots: Annotated[
        int, typer.Option(min=1_000, help="How many simulated pilots to learn with.")
    ] = 80_000,
    misspecified: Annotated[
        str | None,
        typer.Option(metavar="SCENARIO", help="One whose pilots the first should not explain."),
    ] = None,
    seed: Seed = 1,
    workers: Workers = None,
    cluster: Cluster = None,
    as_json: Json = False,
) -> None:
    """Check the inference on pilots whose values are known.

    Simulation-based calibration on synthetic pilots: if it is right, ranks of the true values are
    uniform.
    """
    if tests > pilots:
        raise typer.BadParameter(f"--tests: write at most {pilots:,}, the number of --pilots")
    with polite():
        from sim.evidence.figures import figures_of
        from sim.evidence.learning.checking import check
        from sim.evidence.learning.pilots import Pilots
        from sim.evidence.learning.printing import teaching
        from sim.scenario.load import load
        from sim.show.inference import check_table

        day = parse_day(until)
        loaded = load(scenario)
        other = load(misspecified) if misspecified else None
        reported = figures_of(loaded, figures)
        taught = teaching(reported, loaded.scheme.start.value, day)
        settings = read_settings(None, None, seed, workers, cluster, None, None)
        table = Pilots(loaded, taught, day, settings)
        odd = Pilots(other, taught, day, replace(settings, seed=seed + 1)) if other else None
        with progress_bar(pilots + (tests if odd else 0), "simulated pilots") as progress:
            table.simulate(pilots, progress, note)
            if odd:
                odd.simulate(tests, progress, note)
        found = check(table, tests, odd)
        if as_json:
            print_json(found.as_dict())
        else:
            answer_console().print(check_table(found))
