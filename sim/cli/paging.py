"""Which command writes pages?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Replications, Seed, Workers, read_settings
from sim.cli.running import note, polite, progress_bar


def page(
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SCENARIO]...",
            help="Files or names; all that come with the project, and a page that lists them, "
            "if none is given.",
        ),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write a file for each, over those that are there."),
    ] = None,
    replications: Replications = None,
    seed: Seed = 1,
    workers: Workers = None,
) -> None:
    """Write what there is to say of a scenario, in Markdown.

    The question, what differs, what the model finds, who is affected, and what it rests on.
    """
    with polite():
        if not scenarios and into is None:
            raise typer.BadParameter("write --into FOLDER for the pages of all, or name a scenario")
        from sim.ensemble.folders import check_writable, write_atomically
        from sim.evidence.perspective import default_perspective, read_perspective
        from sim.scenario.library import names
        from sim.scenario.listing import listed
        from sim.show.pages.contents import contents_page
        from sim.show.pages.scenario import scenario_page, titles
        from sim.study.portrait import portray

        settings = read_settings(replications, None, seed, workers, None, None, None)
        perspective = read_perspective(default_perspective())
        if into is not None:
            check_writable(into)
        portraits = {}
        asked = scenarios or names()
        with progress_bar(len(asked), "scenarios") as progress:
            for portrait in portray(asked, settings, note):
                portraits[portrait.name] = portrait
                progress(1)
        pages = {p.name: scenario_page(p, perspective) for p in portraits.values()}
        if not scenarios:
            known = titles(portraits[names()[0]].loaded)
            pages["index"] = contents_page(listed(), portraits, perspective, known)
        if into is None:
            print("\n".join(pages.values()), end="")
            return
        into.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            write_atomically(into / f"{name}.md", text)
        note(f"{len(pages)} pages in {into}")
