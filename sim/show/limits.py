"""What does a person read of limits?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

from sim.ensemble.quantiles import Summary
from sim.show.findings import Finding, FoundTable
from sim.show.words import day, interval, listed, number
from sim.study.held.holding import LIMITS
from sim.study.limits.binding import Binding, Phase
from sim.study.limits.gain import Gain
from sim.study.limits.prices import Price
from sim.study.limits.study import Limits

WORDS = {
    "in_scope": "who is in scope",
    "selection": "selection",
    "places": "places in detention",
    "holding_limit": "the holding limit",
    "referral_and_reply": "referral and reply",
    "notice": "notice of removal",
    "legal_barriers": "legal barriers",
    "long_stop": "the long stop",
    "seats": "agreed places on flights",
    "flight_frequency": "the frequency of flights",
    "cancellations": "cancelled flights",
    "missed": "flights missed on the day",
    "balance": "the balance",
    "end_of_transfers": "the end of transfers",
    "applications": "applications to the route in",
    "eligibility": "eligibility for the route in",
    "processing": "processing of applications",
    "group_frequency": "the frequency of travel groups",
    "group_seats": "places in travel groups",
}
"""Each limit in a sentence."""

NO_FALSE_SIGN = "Where units bought nothing, 95% of such studies would establish no sign."


def limit_words(price: Price) -> str:
    """Return the limit of a price, as in a sentence."""
    return WORDS[price.relaxation.limit.name.lower()]


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
        found=_found(study),
        rests=_rests(study),
        document=_document(study, named),
        tables=(_price_table(study), _phase_table(study), _held_table(study)),
        paragraphs=_paragraphs(study),
        charts=_charts(study),
    )


def binding_words(bound: Binding) -> str:
    """Say what one unit of the binding limit buys, and what is not told apart from it."""
    price = bound.price
    said = f"{price.relaxation.unit} ({limit_words(price)}) buys"
    return f"{said} {gain_words(price.gains['returns'])}{_not_told_apart(bound)}"


def gain_words(gain: Gain) -> str:
    """Write returns that are bought, with the interval of their mean."""
    return (
        f"{amount(gain.mean)} returns (95% interval of the mean {amount(gain.low)} to "
        f"{amount(gain.high)})"
    )


def _not_told_apart(bound: Binding) -> str:
    if not bound.close:
        return ""
    others = listed([price.relaxation.unit for price in bound.close], last="or")
    return f", which is not told apart from {others}"


def _found(study: Limits) -> str:
    as_of = day(study.scenario.scheme.horizon.value)
    condition = f"If everything went as this scenario assumes, then by {as_of} "
    if study.binding is None:
        return f"{condition}no unit of any limit is established to buy a return."
    found = f"{condition}the binding limit is {limit_words(study.binding.price)}: "
    return f"{found}{binding_words(study.binding)}{_changes(study)}."


def _changes(study: Limits) -> str:
    """Say when another limit binds, if that changes."""
    parts = [phase for phase in study.phases if phase.price is not None]
    if len({id(phase.price) for phase in parts}) < 2:
        return ""
    told = [
        f"{phase.price.relaxation.unit} in {months_words(study, phase)}"
        for phase in parts
        if phase.price is not None
    ]
    return f". It changes over the period: {listed(told)}"


def months_words(study: Limits, phase: Phase) -> str:
    """Write the months of a phase."""
    first, last = (f"{study.months[month]:%B %Y}" for month in (phase.first, phase.last))
    return first if first == last else f"{first} to {last}"


def _rests(study: Limits) -> str:
    counts = [price.replications for price in study.prices]
    how_many = (
        f"{min(counts):,}" if min(counts) == max(counts) else f"{min(counts):,} to {max(counts):,}"
    )
    drawn = "uncertain values at their centres" if study.at_central else "uncertain values drawn"
    return (
        f"This rests on differences of {how_many} pairs of replications under the same luck, seed "
        f"{study.seed}, {drawn}; of {len(study.prices)} prices {_signs(study)}. {NO_FALSE_SIGN}"
    )


def _signs(study: Limits) -> str:
    """Say of how many prices the sign is established, and of how many it is not."""
    gains = [price.gains["returns"] for price in study.prices]
    established = sum(gain.sign != 0 for gain in gains)
    unsettled = sum(not price.settled for price in study.prices)
    said = [f"the sign of {established} is established"]
    if unsettled:
        said.append(f"that of {unsettled} is not")
    if nothing := sum(not gain.differs for gain in gains):
        said.append(f"of {nothing} no replication differs")
    return listed(said)


def _paragraphs(study: Limits) -> tuple[str, ...]:
    return (
        "The units differ in size, so which limit comes first depends on them. The column 'a tenth "
        "of it' says what a tenth of the scenario's own number, as it stands in the end, would buy "
        "if the price held so far, which it need not: limits stand in series, and as one gives way "
        f"another binds.{_by_tenths(study)}",
        *_undefined(study),
        "Whom a limit held back is no statement about what its relaxation would buy: who is turned "
        "away by one limit may be kept by the next.",
    )


def _by_tenths(study: Limits) -> str:
    """Say which limit comes first by tenths, and what is not told apart from it."""
    first = study.binding_by_tenths
    if first is None:
        return ""
    said = (
        f" By tenths {limit_words(first.price)} ({first.price.relaxation.unit}) would come first, "
        f"with {gain_words(first.price.gains['returns'])}"
    )
    return f"{said}{_not_told_apart(first)}."


def _undefined(study: Limits) -> tuple[str, ...]:
    """Name the limits that in some replications could move to neither side."""
    left_out = [
        f"{limit_words(price)} ({price.relaxation.unit}: {price.undefined:,} of "
        f"{price.replications:,})"
        for price in study.prices
        if price.undefined
    ]
    if not left_out:
        return ()
    return (
        "Where a limit could move to neither side a replication is left out: of "
        f"{listed(left_out)}.",
    )


def _price_table(study: Limits) -> FoundTable:
    dearest = sorted(
        zip(study.prices, study.tenths, strict=True),
        key=lambda pair: -pair[0].gains["returns"].mean,
    )
    return FoundTable(
        "prices",
        "What one more unit would buy (mean, 95% interval of the mean)",
        ("limit", "one unit", "returns", "in 9 of 10 replications", "a tenth of it", "inbound",
         "person-days detained"),
        tuple(
            (
                limit_words(price),
                price.relaxation.unit,
                _shown(price.gains["returns"], price),
                f"{amount(price.gains['returns'].p05)} to {amount(price.gains['returns'].p95)}",
                _shown(tenth.gains["returns"], tenth) if tenth else "",
                _shown(price.gains["inbound"], price),
                _shown(price.gains["person_days_detained"], price),
            )
            for price, tenth in dearest
        ),
        ("limit", "unit", "outcome", "mean", "low", "high", "p05", "median", "p95", "replications",
         "sign", "differs"),
        tuple(
            (
                price.relaxation.limit.name.lower(),
                price.relaxation.unit,
                outcome,
                *(gain.mean, finite(gain.low), finite(gain.high)),
                *(gain.p05, gain.median, gain.p95),
                price.replications,
                gain.sign,
                gain.differs,
            )
            for price in study.prices
            for outcome, gain in price.gains.items()
        ),
    )  # fmt: skip


def _shown(gain: Gain, price: Price) -> str:
    if price.relaxation.exhausted:
        return "cannot give way"
    if not gain.differs:
        return "no replication differs"
    doubt = "" if gain.sign else ", sign not established"
    return f"{amount(gain.mean)} ({amount(gain.low)} to {amount(gain.high)}{doubt})"


def _phase_table(study: Limits) -> FoundTable:
    rows = [
        (
            months_words(study, phase),
            phase.price.relaxation.unit if phase.price else "none established",
        )
        for phase in study.phases
    ]
    return FoundTable(
        "phases",
        "Which limit binds when",
        ("months", "one unit that buys most returns in them"),
        tuple(rows),
        ("first_month", "last_month", "limit", "unit"),
        tuple(
            (
                f"{study.months[phase.first]:%Y-%m}",
                f"{study.months[phase.last]:%Y-%m}",
                phase.price.relaxation.limit.name.lower() if phase.price else None,
                phase.price.relaxation.unit if phase.price else None,
            )
            for phase in study.phases
        ),
    )


def _held_table(study: Limits) -> FoundTable:
    return FoundTable(
        "held",
        f"Whom each limit held back ({study.replications:,} replications; medians, 90% intervals)",
        ("limit", "share of days", "people", "at a time, mean", "ended by it"),
        tuple(
            (
                WORDS[held.limit.name.lower()],
                _with_interval(held.share_of_days),
                _with_interval(held.people),
                f"{held.at_a_time.median:.1f}",
                _with_interval(held.ended),
            )
            for held in study.held
        ),
        ("limit", "measure", "p05", "p25", "median", "p75", "p95"),
        tuple(
            (held.limit.name.lower(), measure, s.p05, s.p25, s.median, s.p75, s.p95)
            for held in study.held
            for measure, s in _measures(held).items()
        ),
    )


def _with_interval(summary: Summary) -> str:
    return f"{number(summary.median, summary.unit)} ({interval(summary)})"


def _measures(held: Any) -> dict[str, Summary]:
    names = ("share_of_days", "people", "at_a_time", "ended")
    return {name: getattr(held, name) for name in names}


def _document(study: Limits, named: str) -> dict[str, Any]:
    return {
        "scenario": study.scenario.name,
        "file": named,
        "seed": study.seed,
        "at": "central" if study.at_central else "drawn",
        "as_of": study.scenario.scheme.horizon.value.isoformat(),
        "sentence": _found(study),
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
                **{name: summary.as_dict() for name, summary in _measures(held).items()},
                "share_by_month": _by_month(study, held.share_by_month),
            }
            for held in study.held
        },
        "replications": study.replications,
    }


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


def finite(value: float) -> float | None:
    """Return a number for programs; None for the end of an interval that has none."""
    return value if isfinite(value) else None


def amount(value: float) -> str:
    """Write a number of people that may be a fraction of one, or without end."""
    if not isfinite(value):
        return "∞" if value > 0 else "−∞"
    digits = 2 if abs(value) < 1 else 1 if abs(value) < 100 else 0
    written = f"{value:,.{digits}f}".replace("-", "−")
    return "0" if not written.strip("−0.") else written


def _charts(study: Limits) -> dict[str, Callable[[], Any]]:
    def prices() -> Any:
        from sim.show.plots.limits import price_chart

        return price_chart(study)

    def held() -> Any:
        from sim.show.plots.limits import held_chart

        return held_chart(study)

    return {"prices": prices, "held": held}
