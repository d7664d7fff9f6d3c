"""How are the pages in this folder built? `sphinx-build -W docs docs/_build` makes them HTML."""

from __future__ import annotations

import tomllib
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx

_pyproject = Path(__file__).parents[1] / "pyproject.toml"
_described = tomllib.loads(_pyproject.read_text(encoding="utf-8"))["project"]

project = "Returns scheme simulator"
author = _described["authors"][0]["name"]
copyright = f"2026, {author}"
release = _described["version"]

extensions = ["myst_nb"]
exclude_patterns = ["_build", "_generated", "jupyter_execute"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

nb_execution_mode = "force"  # the tour is run whenever the pages are made
nb_execution_raise_on_error = True
nb_execution_timeout = 600  # the first run on a machine compiles the model
nb_merge_streams = True
nb_output_stderr = "remove"  # how long this machine compiled is not what the tour found

html_theme = "pydata_sphinx_theme"
html_title = project
html_show_sourcelink = False
html_static_path = ["_static"]
html_css_files = ["tables.css"]
html_sidebars = {"**": []}  # the few pages stand in the header


def _write_parameters() -> None:
    """Write the table of every parameter, which the page on scenario files includes."""
    from sim.scenario.catalogue import specs

    lines = ["| key | unit | role | meaning |", "|---|---|---|---|"]
    for path, spec in specs().items():
        unit = spec.dimension.shown if spec.has_unit else spec.shape
        about = spec.about + (f": {', '.join(spec.choices)}" if spec.choices else "")
        lines.append(f"| `{path}` | {unit} | {spec.role} | {about} |")
    folder = Path(__file__).parent / "_generated"
    folder.mkdir(exist_ok=True)
    (folder / "parameters.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_figures() -> None:
    """Write the table of every reported figure, which the page on evidence includes."""
    from datetime import date

    from sim.evidence.figures import default_figures, read_figures
    from sim.evidence.learning.printing import teaching
    from sim.scenario.library import library
    from sim.scenario.sources import read_sources

    figures = read_figures(default_figures())
    taught = set(map(id, teaching(figures, date(2025, 8, 6), date(2026, 1, 31))))
    sources = read_sources(library() / "sources.yaml")
    lines = ["| quantity | as of | reported | printed as | use | source | note |"]
    lines += ["|---|---|---|---|---|---|---|"]
    for figure in figures:
        first, last = figure.days
        day = f"{figure.as_of}" if first == last else f"{first} to {last}"
        use = "taught" if id(figure) in taught else "compared" if figure.use else "not used"
        source = sources[figure.source]
        title = f"{source.title} ({source.publisher}, {source.published})"
        cells = (figure.quantity, day, figure.reported, figure.rounding, use, title, figure.note)
        shown = (" ".join((cell or "").split()).replace("|", "\\|") for cell in cells)
        lines.append(f"| {' | '.join(shown)} |")
    (Path(__file__).parent / "_generated" / "figures.md").write_text(
        "\n".join(lines) + "\n", encoding="utf-8"
    )


def _tell_pictures(app: Sphinx, page: nodes.document) -> None:
    """Give the pictures that a notebook drew their own titles as text alternatives."""
    for image in page.findall(nodes.image):
        drawn = Path(app.srcdir, image["uri"])
        if "alt" not in image and drawn.suffix == ".svg":
            groups = ElementTree.parse(drawn).iter("{http://www.w3.org/2000/svg}g")
            titles = [group for group in groups if "role-title-" in group.get("class", "")]
            image["alt"] = ". ".join(" ".join(title.itertext()) for title in titles)


def setup(app: Sphinx) -> None:
    """Tell Sphinx what is done to each page that was read."""
    app.connect("doctree-read", _tell_pictures)


_write_parameters()
_write_figures()
