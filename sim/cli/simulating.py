"""Which commands run replications?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.asking import finish
from sim.cli.options import (
    At,
    Cluster,
    Engine,
    Figures,
    Folder,
    Json,
    Out,
    Precision,
    Replications,
    Scenario,
    Seed,
    Workers,
    check_workers,
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
    from sim.ensemble.unfinished import Unfinished


def run(
    scenario: Scenario,
    replications: Replications = None,
    precision: Precision = None,
    seed: Seed = 1,
    workers: Workers = None,
    cluster: Cluster = None,
    engine: Engine = None,
    at: At = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Run a scenario; say what it adds up to, with intervals.

    What is finished is kept in the result folder while it runs; 'sim resume' goes on from there.
    """
    with polite():
        from sim.ensemble.folders import free_folder
        from sim.ensemble.unfinished import Unfinished
        from sim.scenario.library import find

        settings = read_settings(replications, precision, seed, workers, cluster, engine, at)
        folder = out or free_folder(find(scenario).stem)
        _finish(Unfinished.begin(folder, scenario, settings, note), as_json)


def resume(
    folder: Folder,
    workers: Workers = None,
    cluster: Cluster = None,
    as_json: Json = False,
) -> None:
    """Go on with a run or a study that was stopped.

    The answer and the folder are what they would have been without the stop.
    """
    with polite():
        from sim.ensemble.unfinished import Unfinished
        from sim.study.kept import KeptStudy, holds_a_study

        check_workers(workers, cluster)
        if holds_a_study(folder):
            finish(KeptStudy.found(folder, workers, cluster, note), as_json)
        else:
            _finish(Unfinished.found(folder, workers, cluster, note), as_json)


def _finish(unfinished: Unfinished, as_json: bool) -> None:
    """Run what is not yet done, write the result folder and print the answer."""
    from sim.ensemble.run import run as run_scenario
    from sim.ensemble.settings import DEFAULT_REPLICATIONS
    from sim.ensemble.store import has_parquet, write_result
    from sim.show.answer import show_result
    from sim.show.documents import run_document

    settings, folder = unfinished.settings, unfinished.folder
    with resumable(unfinished):
        with progress_bar(settings.wanted or DEFAULT_REPLICATIONS) as progress:
            result = run_scenario(unfinished.scenario, settings, progress, unfinished, note)
        document = run_document(result, unfinished.named, folder)
        write_result(result, document, unfinished)
    if as_json:
        print_json(document)
    else:
        show_result(answer_console(), result, unfinished.named, folder, has_parquet())


def verify(
    folder: Folder,
    sample: Annotated[
        int | None,
        typer.Option(min=1, help="How many replications to run again, evenly spaced; all if not."),
    ] = None,
    workers: Workers = None,
    cluster: Cluster = None,
    as_json: Json = False,
) -> None:
    """Say whether a result comes out again.

    Runs the replications of a result folder again, and looks for changed files.

    Ends with 0 if they do and no file was changed, and with 1 otherwise.
    """
    with polite():
        from sim.ensemble.manifest import read_manifest
        from sim.ensemble.verify import verify as verify_folder
        from sim.show.documents import verdict_document
        from sim.show.verdict import verdict_lines

        check_workers(workers, cluster)
        total = read_manifest(folder)["replications"]
        with progress_bar(min(sample or total, total)) as progress:
            verdict = verify_folder(folder, sample, workers, cluster, progress, note)
        if as_json:
            print_json(verdict_document(verdict, folder))
        else:
            print("\n".join(verdict_lines(verdict)))
        if not verdict.reproduces:
            raise typer.Exit(1)


def compare(
    scenario: Scenario,
    figures: Figures = None,
    replications: Replications = None,
    precision: Precision = None,
    seed: Seed = 1,
    workers: Workers = None,
    cluster: Cluster = None,
    engine: Engine = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Set a scenario beside the figures that were reported."""
    with polite():
        from sim.ensemble.run import run as run_scenario
        from sim.ensemble.settings import DEFAULT_REPLICATIONS
        from sim.evidence.compare import compare as compare_figures
        from sim.evidence.figures import figures_of
        from sim.scenario.load import load
        from sim.show.answer import show_comparison

        settings = read_settings(replications, precision, seed, workers, cluster, engine, at)
        loaded = load(scenario)
        reported = figures_of(loaded, figures)
        with progress_bar(settings.wanted or DEFAULT_REPLICATIONS) as progress:
            result = run_scenario(loaded, settings, progress, say=note)
        comparison = compare_figures(result, reported)
        if as_json:
            print_json(comparison.as_dict())
        else:
            show_comparison(answer_console(), comparison)
