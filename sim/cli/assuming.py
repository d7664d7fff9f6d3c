"""Which commands show what is assumed, and what is wrong in a file?"""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.options import Json, Scenario
from sim.cli.running import answer_console, complain, polite, print_json
from sim.scenario.problems import ScenarioError


def list_(as_json: Json = False) -> None:
    """List the scenarios that come with the project."""
    with polite():
        from sim.scenario.listing import listed
        from sim.show.listing import list_document, list_lines

        if as_json:
            print_json(list_document(listed()))
        else:
            print("\n".join(list_lines(listed())))


def check(
    files: Annotated[list[str], typer.Argument(help="Scenario files, or names.")],
    as_json: Json = False,
) -> None:
    """Check scenario files.

    Every problem has its line, its column and what to write instead.
    """
    from sim.scenario.load import load

    problems: dict[str, list[str]] = {}
    for file in files:
        try:
            load(file)
            problems[file] = []
        except ScenarioError as error:
            problems[file] = [str(problem) for problem in error.problems]
            complain(error)
        if not as_json and not problems[file]:
            print(f"{file}: ok")
    if as_json:
        print_json({"files": [{"file": f, "problems": p} for f, p in problems.items()]})
    if any(problems.values()):
        raise typer.Exit(2)


def explain(
    scenario: Scenario,
    key: Annotated[str, typer.Argument(help="A key path, such as detention.places.")] = "",
    as_json: Json = False,
) -> None:
    """Show values, what each rests on and the line it is from."""
    with polite():
        from sim.scenario.explain import explain as explain_values
        from sim.scenario.load import load_with_sources
        from sim.show.documents import explained_document
        from sim.show.tables import explained_table

        rows = explain_values(load_with_sources(scenario), key)
        if as_json:
            print_json(explained_document(rows))
        else:
            answer_console().print(explained_table(rows), markup=False)


def assumptions(
    scenario: Scenario,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print a Markdown table.")] = False,
    as_json: Json = False,
) -> None:
    """Print every value, those that rest on least first."""
    with polite():
        from sim.scenario.explain import as_markdown, assumptions_log
        from sim.scenario.load import load_with_sources
        from sim.show.documents import explained_document
        from sim.show.tables import explained_table

        rows = assumptions_log(load_with_sources(scenario))
        if as_json:
            print_json(explained_document(rows))
        elif markdown:
            print(as_markdown(rows), end="")
        else:
            answer_console().print(explained_table(rows), markup=False)


def schema(as_json: Json = True) -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from sim.scenario.json_schema import json_schema

    print_json(json_schema())
