"""How does a chart become a picture?"""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import quoteattr
from zlib import crc32

import altair as alt
import vl_convert

SCALE = 2.0
"""Dots for each pixel of a picture, unless it is told otherwise."""
_DRAWN, _LONG = re.compile(r' (?:d|transform)="[^"]*"'), re.compile(r"-?\d+\.\d{2,}")
"""Attributes that say where something is drawn, and numbers longer than an eye can tell."""
_NUMBERED = re.compile(r"gradient_\d+")
"""Names of gradients, which are numbered from drawing to drawing: neither the same again, nor
unlike those of a chart that another process drew for the same page."""
_VERSION = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
"""Of Vega-Lite, as charts are written here."""


def as_svg(chart: alt.TopLevelMixin) -> str:
    """Draw a chart as SVG, without asking anything of another machine.

    The chart's description is the picture's text alternative.

    Raises
    ------
    ValueError
        If the chart cannot be drawn.
    """
    return spec_as_svg(chart.to_dict())


def spec_as_svg(spec: dict[str, Any]) -> str:
    """Draw the specification of a chart as SVG; see :func:`as_svg`."""
    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=_VERSION, allowed_base_urls=[])
    description = spec.get("description", "")
    described = f'<svg role="img" aria-label={quoteattr(description)} '
    drawn = _NUMBERED.sub(f"gradient_{crc32(description.encode()):x}", drawn)
    return _DRAWN.sub(_rounded, drawn).replace("<svg ", described, 1)


def _rounded(attribute: re.Match[str]) -> str:
    """Round what is drawn to a tenth of a pixel, which halves the picture."""
    return _LONG.sub(lambda number: f"{float(number[0]):.1f}", attribute[0])


def as_vega(spec: dict[str, Any]) -> dict[str, Any]:
    """Translate the specification of a chart into Vega, which a browser draws without more ado.

    Parameters
    ----------
    spec
        As a chart's ``to_dict`` gives it.
    """
    return vl_convert.vegalite_to_vega(spec, vl_version=_VERSION)


def svg_to_png(drawn: str, scale: float = SCALE) -> bytes:
    """Turn a picture that :func:`as_svg` drew into PNG.

    Parameters
    ----------
    drawn
        The picture.
    scale
        Dots for each of its pixels.
    """
    return vl_convert.svg_to_png(drawn, scale=scale)


def svg_to_pdf(drawn: str) -> bytes:
    """Turn a picture that :func:`as_svg` drew into PDF, of one page of its size."""
    return vl_convert.svg_to_pdf(drawn)
