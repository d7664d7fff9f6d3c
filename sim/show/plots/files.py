"""How do pictures become files, all of them or none?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from sim.ensemble.errors import FolderError
from sim.ensemble.folders import check_writable
from sim.show.pages.markdown import joined
from sim.show.plots.drawing import svg_to_pdf, svg_to_png
from sim.show.plots.kept import Drawn

FORMATS: dict[str, Callable[[str], bytes]] = {
    "svg": str.encode,
    "png": svg_to_png,
    "pdf": svg_to_pdf,
}
"""How each kind of file is made of a picture as SVG."""
PAGE = "charts.md"


def write_pictures(
    title: str, pictures: Sequence[Drawn], formats: Sequence[str], folder: Path
) -> list[Path]:
    """Write pictures, and a page that shows them with their text alternatives.

    Parameters
    ----------
    title
        Of the page.
    pictures
        In the order of the page.
    formats
        Some of :data:`FORMATS`; the page shows the first.
    folder
        New, or one whose other files are left alone.

    Returns
    -------
    list of Path
        Of the files.

    Raises
    ------
    FolderError
        If they cannot be written; then none of them is.
    """
    check_writable(folder)
    files = {PAGE: _page(title, pictures, formats[0]).encode()} | {
        f"{picture.name}.{kind}": FORMATS[kind](picture.svg)
        for picture in pictures
        for kind in formats
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".") as beside:
            for name, content in files.items():
                (Path(beside) / name).write_bytes(content)
            return [(Path(beside) / name).replace(folder / name) for name in files]
    except OSError as error:
        raise FolderError(f"'{folder}' cannot be written: {error.strerror}") from error


def _page(title: str, pictures: Sequence[Drawn], kind: str) -> str:
    return joined(
        [
            f"# {title}",
            *(
                part
                for picture in pictures
                for part in (
                    f"## {picture.name.replace('_', ' ')}",
                    f"![{_escaped(picture.description)}]({quote(picture.name)}.{kind})",
                )
            ),
        ]
    )


def _escaped(text: str) -> str:
    """Keep Markdown from reading brackets, stars or the like in a text."""
    return "".join(f"\\{letter}" if letter in "[]*_`<\\" else letter for letter in text)
