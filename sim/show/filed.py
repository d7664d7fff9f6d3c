"""Which files does a finding become?

A page, a document, a CSV file for each table, and a picture of each chart where the extra
``charts`` is installed.
"""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

from sim.show.errors import installed
from sim.show.findings import Finding, FoundTable, finding_page

PAGE = "page.md"
DOCUMENT = "study.json"


def has_charts() -> bool:
    """Return whether charts can be made (extra ``charts``)."""
    return installed("altair", "vl_convert")


def filed(finding: Finding) -> dict[str, str]:
    """Return the text of every file of a finding, by name."""
    charts = {name: make() for name, make in finding.charts.items()} if has_charts() else {}
    described = {
        f"{name}.svg": str(chart.to_dict()["description"]) for name, chart in charts.items()
    }
    document = json.dumps(finding.document, indent=2, ensure_ascii=False, allow_nan=False)
    return {
        PAGE: finding_page(finding, described),
        DOCUMENT: document + "\n",
        **{f"{table.name}.csv": _csv(table) for table in finding.tables},
        **_pictures(charts),
    }


def _pictures(charts: dict[str, Any]) -> dict[str, str]:
    """Draw charts; nothing is imported for none."""
    if not charts:
        return {}
    from sim.show.plots.drawing import as_svg

    return {f"{name}.svg": as_svg(chart) for name, chart in charts.items()}


def _csv(table: FoundTable) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in table.rows)
    return text.getvalue()
