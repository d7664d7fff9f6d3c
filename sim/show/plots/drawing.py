"""How does a chart become a picture?"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

import altair as alt
import vl_convert


def as_svg(chart: alt.TopLevelMixin) -> str:
    """Draw a chart as SVG, without asking anything of another machine.

    The chart's description is the picture's text alternative.

    Raises
    ------
    ValueError
        If the chart cannot be drawn.
    """
    spec = chart.to_dict()
    version = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=version, allowed_base_urls=[])
    described = f'<svg role="img" aria-label={quoteattr(spec.get("description", ""))} '
    return drawn.replace("<svg ", described, 1)
