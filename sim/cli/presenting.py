"""Which commands draw?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.running import note, polite


def plot(
    result: Annotated[
        str,
        typer.Argument(
            metavar="RESULT",
            help="Result folder of a run or a study, JSON file of a backtest, or a calibrated "
            "scenario.",
        ),
    ],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder for the pictures; others in it are left.")
    ],
    formats: Annotated[
        str, typer.Option("--format", help="Some of svg, png and pdf.")
    ] = "svg,png,pdf",
) -> None:
    """Draw what was found, from what was kept of it.

    Writes a picture of each chart, over one of the same name, and charts.md, which tells in words
    what each shows. A run has fan charts beside the figures that were reported, and where people
    end up; a study the charts that it keeps; a backtest each forecast beside what was reported
    then; and a calibrated scenario what figures taught of each value.
    """
    with polite():
        from sim.show.errors import PictureError, check_extra

        check_extra("charts", "altair", "vl_convert")
        from sim.show.plots.files import FORMATS, PAGE, write_pictures
        from sim.show.plots.kept import draw_kept

        wanted = [kind.strip() for kind in formats.split(",")]
        if not set(wanted) <= FORMATS.keys():
            raise typer.BadParameter(f"'{formats}': write some of svg, png and pdf, with commas")
        if Path(result).is_dir() and out.resolve().is_relative_to(Path(result).resolve()):
            raise PictureError(f"'{out}' is part of the result; choose another folder with --out")
        pictures = list(draw_kept(result))
        write_pictures(f"Charts of {result}", pictures, wanted, out)
        print("\n".join(str(out / f"{picture.name}.{wanted[0]}") for picture in pictures))
        note(f"As {', '.join(wanted)} in {out}; {PAGE} tells in words what they show.")
