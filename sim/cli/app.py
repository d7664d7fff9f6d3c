"""Which commands are there?"""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.asking import contrast, frontier, limits, sensitivity, solve
from sim.cli.assuming import assumptions, check, explain, list_, schema
from sim.cli.claiming import claims
from sim.cli.forecasting import backtest, forecast
from sim.cli.learning import calibrate, check_inference
from sim.cli.options import At, Engine, Json, Scenario, Seed, parse_at, parse_engine
from sim.cli.paging import page
from sim.cli.presenting import plot
from sim.cli.reporting import report
from sim.cli.running import never_fail_to_print, note, polite, print_json
from sim.cli.serving import serve
from sim.cli.simulating import compare, resume, run, verify
from sim.cli.studying import noise, sweep

HELP = """What would a change of capacity or rules do to a returns scheme?

A scenario (a YAML file) says what is assumed about arrivals, detention, casework, flights and the
legal route in. A discrete-event simulation then projects returns, inbound and net flow, with
intervals, and sets them beside the figures that were reported. It makes conditional projections and
takes no side.

Begin with:

\b
    sim list               the scenarios that come with the project
    sim run pilot          the UK-France pilot, as reported to January 2026
    sim compare pilot      the same beside every reported figure
    sim limits pilot       which limit binds, and what a unit of it would buy
    sim report pilot -o report.html
                           all of it, as one file to send or print
    sim serve              a page with levers to move
    sim claims             what was claimed of it, recomputed
    sim assumptions pilot  what it assumes, and on whose word
    sim story pilot        one invented person's way through it
    sim check my.yaml      what is wrong in a file of yours, and where
"""

app = typer.Typer(
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def main() -> None:
    """Run the command line."""
    never_fail_to_print()
    app(prog_name="sim")


app.command(name="list")(list_)
app.command()(run)
app.command()(compare)
app.command()(contrast)
app.command()(limits)
app.command()(solve)
app.command()(frontier)
app.command()(sensitivity)
app.command()(sweep)
app.command()(noise)
app.command()(page)
app.command()(report)
app.command()(serve)
app.command()(plot)
app.command()(claims)
app.command()(resume)
app.command()(verify)
app.command()(calibrate)
app.command(name="check-inference")(check_inference)
app.command()(forecast)
app.command()(backtest)
app.command()(check)
app.command()(explain)
app.command()(assumptions)
app.command()(schema)


@app.command()
def story(
    scenario: Scenario,
    way: Annotated[str, typer.Option(help="'out' or 'in'.")] = "out",
    exit_: Annotated[
        str, typer.Option("--exit", help="Somebody who left in this way, on the way out.")
    ] = "returned",
    person: Annotated[
        int, typer.Option(min=1, help="The first, second, … such person of the replication.")
    ] = 1,
    replication: Annotated[
        int, typer.Option(min=0, max=2**32 - 1, help="Number of the replication.")
    ] = 0,
    seed: Seed = 1,
    engine: Engine = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Tell one invented person's way through one replication."""
    with polite():
        from sim.ensemble.first_use import compile_first
        from sim.luck.luck import Luck
        from sim.model.outline import outline
        from sim.model.replicate import replicate
        from sim.scenario.load import load
        from sim.show.documents import story_document
        from sim.show.story import StoryError, tell

        chosen = parse_engine(engine)
        loaded = load(scenario)
        prepared = outline(loaded, parse_at(at))
        compile_first(prepared, note)
        records = replicate(prepared, Luck(seed, replication), chosen)
        try:
            told = tell(records, prepared.releasing, way, exit_, person)
        except StoryError as error:
            raise typer.BadParameter(str(error)) from None
        if as_json:
            print_json(story_document(told, loaded.name, seed, replication))
        else:
            print(told.as_text())
            print(f"Replication {replication} of seed {seed}. {told.how_many_alike}")
