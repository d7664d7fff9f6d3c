"""What is in a chart, as its specification has it."""

from __future__ import annotations

from typing import Any

import altair as alt


def data(chart: alt.LayerChart) -> list[list[dict[str, Any]]]:
    """Return all data that stand in a chart."""
    return list(chart.to_dict()["datasets"].values())


def rows_with(chart: alt.LayerChart, *fields: str) -> list[dict[str, Any]]:
    """Return the rows of the one data set that has some fields."""
    (found,) = (rows for rows in data(chart) if rows and set(fields) <= set(rows[0]))
    return found


def title(chart: alt.LayerChart) -> str:
    return " ".join(chart.to_dict()["title"]["text"])


def subtitle(chart: alt.LayerChart) -> str:
    return " ".join(chart.to_dict()["title"]["subtitle"])


def scale_of(chart: alt.LayerChart, channel: str) -> dict[str, Any]:
    """Return the scale that a channel is given."""
    layers = chart.to_dict()["layer"]
    given = (layer["encoding"].get(channel, {}).get("scale") for layer in layers)
    return next(dict(scale) for scale in given if scale)
