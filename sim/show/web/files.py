"""Which files does the browser need, and where do they come from?

All are served from here: two of our own, the drawing library as the extra ``charts`` hands it out,
and the charts before they have data.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from threading import Event
from typing import Any

import vl_convert

from sim.ensemble.developments import developed
from sim.show.plots.drawing import as_vega
from sim.show.plots.every import run_charts
from sim.show.web.runs import Runs
from sim.show.web.setting import USUAL_SEED, Setting

OWN = {"page.css": "text/css", "page.js": "text/javascript"}
"""Our own files, and what each is."""

_FOLDER = Path(__file__).parent / "assets"


@cache
def own_file(name: str) -> str:
    """Return the text of one of our own files."""
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def drawing_library() -> str:
    """Return what draws charts and interprets their expressions, as one script."""
    text: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return text


@cache
def chart_specs() -> str:
    """Return the Vega specification of each chart by name, as JSON.

    What a chart says of itself stands around it as text, so it has no title; it is as wide as
    there is room.
    """
    any_result = Runs().of(Setting(), USUAL_SEED).first(1, Event())
    drawn = run_charts(developed(any_result), condition="")
    return json.dumps({name: as_vega(_bare(draw().to_dict())) for name, draw in drawn.items()})


def _bare(spec: dict[str, Any]) -> dict[str, Any]:
    """Take away what stands around a chart on the page."""
    config = spec["config"] | {"background": "transparent"}
    return {k: v for k, v in spec.items() if k != "title"} | {
        "width": "container",
        "config": config,
    }
