"""What does ``--json`` print of a contrast?"""

from __future__ import annotations

import math
from typing import Any

from sim.ensemble.provenance import versions
from sim.ensemble.quantiles import summarise
from sim.outcomes.indicators import INDICATORS
from sim.show.contrast_months import CERTAIN, SERIES, iso_month, month_numbers
from sim.show.two_ways import TwoWays
from sim.study.contrasting.contrast import Contrast
from sim.study.contrasting.paired import Difference
from sim.study.contrasting.precise import half_widths
from sim.study.contrasting.swaps import Only
from sim.study.contrasting.versus import Side, Versus


def contrast_document(
    study: Contrast, named: str, sentence: str, stories: dict[str, list[TwoWays]]
) -> dict[str, Any]:
    """Return the document of a contrast.

    Parameters
    ----------
    study, named
        See :func:`~sim.show.contrasts.contrast_finding`.
    sentence
        What was found and what it rests on.
    stories
        Of each other scenario.
    """
    scheme, settings = study.base.scenario.scheme, study.settings
    return {
        "scenario": study.base.scenario.name,
        "file": named,
        "seed": settings.seed,
        "replications": study.replications,
        "engine": settings.engine,
        "at": "central" if settings.at_central else "drawn",
        "start": scheme.start.value.isoformat(),
        "as_of": scheme.horizon.value.isoformat(),
        "sentence": sentence,
        "indicators": _indicators(study.base),
        "precision": {
            "asked": None if study.options.replications else study.options.precision,
            "is_reached": study.is_precise,
        },
        "others": {name: _other(v, stories[name]) for name, v in study.others.items()},
        "versions": versions(),
    }


def _other(versus: Versus, stories: list[TwoWays]) -> dict[str, Any]:
    swaps = versus.swaps
    reached = half_widths(versus.base, versus.other)
    its = _indicators(versus.other)
    return {
        "scenario": versus.other.scenario.name,
        "indicators": {
            name: {"unit": INDICATORS[name].unit, "there": its[name], **_difference(found)}
            for name, found in versus.differences.items()
        },
        "precision": {name: w if math.isfinite(w) else None for name, w in reached.items()},
        "parts_in": iso_month(versus.parts_in),
        "certain_from": {name: iso_month(versus.certain_from(name)) for name in CERTAIN},
        "months": [
            {"month": iso_month(month)}
            | {
                name: dict(
                    zip(
                        ("median", "mean", "p05", "p95"),
                        month_numbers(versus, name)[place],
                        strict=True,
                    )
                )
                for name in SERIES
            }
            for place, month in enumerate(versus.months)
        ],
        "people": swaps
        and {
            "only_with": _only(swaps.only_with),
            "only_without": _only(swaps.only_without),
        },
        "unmatched": versus.unmatched,
        "stories": [_story(story) for story in stories],
    }


def _difference(found: Difference) -> dict[str, Any]:
    around = [found.mean_low, found.mean_high]
    ratio = [found.variance_ratio_low, found.variance_ratio_high]
    return {
        "difference": {
            "median": found.median,
            "mean": found.mean,
            "p05": found.p05,
            "p95": found.p95,
        },
        "mean_95": around if found.mean_low is not None else None,
        "sign_is_established": found.sign_is_established,
        "defined": found.defined,
        "variance_ratio": found.variance_ratio,
        "variance_ratio_95": ratio if found.variance_ratio_low is not None else None,
    }


def _indicators(side: Side) -> dict[str, Any]:
    return {
        name: summarise(side.indicator(name), info.unit).as_dict()
        for name, info in INDICATORS.items()
    }


def _only(only: Only) -> dict[str, Any]:
    return {"mean": only.mean, **only.summary.as_dict()}


def _story(story: TwoWays) -> dict[str, Any]:
    return {
        "kind": story.kind,
        "replication": story.replication,
        "with_it": [{"at": when.isoformat(), "text": what} for when, what in story.with_it],
        "without": [{"at": when.isoformat(), "text": what} for when, what in story.without],
    }
