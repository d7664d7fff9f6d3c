"""How does a chart become a picture?"""

from __future__ import annotations

import altair as alt
import vl_convert


def as_svg(chart: alt.TopLevelMixin) -> str:
    """Draw a chart as SVG, without asking anything of another machine.

    Raises
    ------
    ValueError
        If the chart cannot be drawn.
    """
    version = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    drawn: str = vl_convert.vegalite_to_svg(chart.to_dict(), vl_version=version)
    return drawn
