"""What does ``--json`` print of limits?"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

from sim.ensemble.quantiles import Summary
from sim.show.limit_sentences import found_sentence
from sim.study.held.holding import LIMITS
from sim.study.limits.gain import Gain
from sim.study.limits.holding_back import Held
from sim.study.limits.prices import Price
from sim.study.limits.study import Limits


def limit_document(study: Limits, named: str) -> dict[str, Any]:
    """Return the document of limits.

    Parameters
    ----------
    study, named
        See :func:`~sim.show.limits.limits_finding`.
    """
    return {
        "scenario": study.scenario.name,
        "file": named,
        "seed": study.seed,
        "at": "central" if study.at_central else "drawn",
        "as_of": study.scenario.scheme.horizon.value.isoformat(),
        "sentence": found_sentence(study),
        "binding": study.binding and _priced(study.binding.price),
        "close": [_priced(price) for price in study.binding.close] if study.binding else [],
        "phases": [
            {
                "first_month": f"{study.months[phase.first]:%Y-%m}",
                "last_month": f"{study.months[phase.last]:%Y-%m}",
                "binding": phase.price and phase.price.relaxation.limit.name.lower(),
                "unit": phase.price and phase.price.relaxation.unit,
            }
            for phase in study.phases
        ],
        "prices": [
            _priced(price) | {"a_tenth": None if tenth is None else _gain(tenth.gains["returns"])}
            for price, tenth in zip(study.prices, study.tenths, strict=True)
        ],
        "by_tenths": _by_tenths_document(study),
        "held": {
            held.limit.name.lower(): {
                "about": LIMITS[held.limit.name.lower()],
                **{name: summary.as_dict() for name, summary in measures(held).items()},
                "share_by_month": _by_month(study, held.share_by_month),
            }
            for held in study.held
        },
        "replications": study.replications,
    }


def measures(held: Held) -> dict[str, Summary]:
    """Return what is measured of whom a limit held back, by name."""
    names = ("share_of_days", "people", "at_a_time", "ended")
    return {name: getattr(held, name) for name in names}


def finite(value: float) -> float | None:
    """Return a number for programs; None for the end of an interval that has none."""
    return value if isfinite(value) else None


def _by_month(study: Limits, shares: Sequence[float]) -> dict[str, float]:
    return {f"{month:%Y-%m}": share for month, share in zip(study.months, shares, strict=True)}


def _priced(price: Price) -> dict[str, Any]:
    return {
        "limit": price.relaxation.limit.name.lower(),
        "unit": price.relaxation.unit,
        "added": dict(price.relaxation.added),
        "cannot_give_way": price.relaxation.exhausted,
        "replications": price.replications,
        "undefined": price.undefined,
        "gains": {outcome: _gain(gain) for outcome, gain in price.gains.items()},
    }


def _gain(gain: Gain) -> dict[str, Any]:
    return {
        "mean": gain.mean,
        "mean_low": finite(gain.low),
        "mean_high": finite(gain.high),
        "p05": gain.p05,
        "median": gain.median,
        "p95": gain.p95,
        "sign": gain.sign,
        "differs": gain.differs,
    }


def _by_tenths_document(study: Limits) -> dict[str, Any] | None:
    first = study.binding_by_tenths
    if first is None:
        return None
    return {
        "limit": first.price.relaxation.limit.name.lower(),
        "unit": first.price.relaxation.unit,
        "returns": _gain(first.price.gains["returns"]),
        "close": [price.relaxation.unit for price in first.close],
    }
