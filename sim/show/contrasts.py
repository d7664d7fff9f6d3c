"""What does a person read of a contrast?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from sim.show.charts import WIDTH, chart
from sim.show.contrast_document import contrast_document
from sim.show.contrast_months import CERTAIN
from sim.show.contrast_tables import contrast_tables
from sim.show.contrast_words import found_sentence, little_saved, rests_sentence
from sim.show.findings import Finding
from sim.show.two_ways import TwoWays, two_ways
from sim.show.words import listed
from sim.study.contrasting.contrast import Contrast
from sim.study.contrasting.versus import Versus

if TYPE_CHECKING:
    import altair as alt


def contrast_finding(study: Contrast, named: str) -> Finding:
    """Say what changes.

    Replications with a person who is returned in one scenario only are run again, to tell of them.

    Parameters
    ----------
    study
        What was found.
    named
        The base as it was named; the others are named in the study.
    """
    stories = {name: two_ways(study, name) for name in study.others}
    found, rests = found_sentence(study, named), rests_sentence(study)
    return Finding(
        title=f"What changes with {listed(list(study.others), last='or')} instead of {named}?",
        found=found,
        rests=rests,
        document=contrast_document(study, named, f"{found} {rests}", stories),
        tables=contrast_tables(study, named),
        paragraphs=tuple(_paragraphs(study, stories)),
        picture=tuple(
            line for name, versus in study.others.items() for line in _chart(name, versus)
        ),
        charts={f"difference_in_{series}": _charted(study, series) for series in CERTAIN},
    )


def _paragraphs(study: Contrast, stories: dict[str, list[TwoWays]]) -> list[str]:
    unmatched = [f"{name}: {v.unmatched}" for name, v in study.others.items() if v.unmatched]
    told = [
        f"The change is {name}. {story.as_text()}" if len(stories) > 1 else story.as_text()
        for name, ways in stories.items()
        for story in ways
    ]
    little = little_saved(study)
    return [*([little] if little else []), *unmatched, *told]


def _chart(name: str, versus: Versus) -> list[str]:
    """Draw the paired difference in cumulative returns, month by month."""
    apart = np.quantile(versus.apart("returns"), (0.05, 0.5, 0.95), axis=0)
    wide = max(WIDTH // len(versus.months), 1)
    dates = [month for month in versus.months for _ in range(wide)]
    return chart(f"{name}: difference in returns to date", dates, np.repeat(apart, wide, axis=1))


def _charted(study: Contrast, series: str) -> Callable[[], alt.TopLevelMixin]:
    def draw() -> alt.TopLevelMixin:
        from sim.show.plots.contrasts import difference_chart

        return difference_chart(study, series)

    return draw
