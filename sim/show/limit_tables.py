"""What do limits say in tables?"""

from __future__ import annotations

from sim.ensemble.quantiles import Summary
from sim.show.findings import FoundTable
from sim.show.limit_document import finite, measures
from sim.show.limit_words import WORDS, amount, limit_words, months_words
from sim.show.words import interval, number
from sim.study.limits.gain import Gain
from sim.study.limits.prices import Price
from sim.study.limits.study import Limits


def limit_tables(study: Limits) -> tuple[FoundTable, ...]:
    """Return prices, the limit that binds in each phase, and whom each held back."""
    return (_price_table(study), _phase_table(study), _held_table(study))


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
            for measure, s in measures(held).items()
        ),
    )


def _with_interval(summary: Summary) -> str:
    return f"{number(summary.median, summary.unit)} ({interval(summary)})"
