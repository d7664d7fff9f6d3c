"""What does a person read of limits?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.show.findings import Finding
from sim.show.limit_document import limit_document
from sim.show.limit_sentences import found_sentence, limit_paragraphs, rests_sentence
from sim.show.limit_tables import limit_tables
from sim.study.limits.study import Limits


def limits_finding(study: Limits, named: str) -> Finding:
    """Say which limit binds.

    Parameters
    ----------
    study
        What was found.
    named
        The scenario as it was named.
    """
    return Finding(
        title=f"Which limit binds: {study.scenario.name}",
        found=found_sentence(study),
        rests=rests_sentence(study),
        document=limit_document(study, named),
        tables=limit_tables(study),
        paragraphs=limit_paragraphs(study),
        charts=_charts(study),
    )


def _charts(study: Limits) -> dict[str, Callable[[], Any]]:
    def prices() -> Any:
        from sim.show.plots.limits import price_chart

        return price_chart(study)

    def held() -> Any:
        from sim.show.plots.limits import held_chart

        return held_chart(study)

    return {"prices": prices, "held": held}
