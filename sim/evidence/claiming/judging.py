"""Which claims hold, by the arithmetic of the figures that they name?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sim.ensemble.quantiles import Summary
from sim.ensemble.result import Result
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.evidence.claiming import orders, sums
from sim.evidence.claiming.checks import Chance, Difference, Fall, Periods, Ratio, Rise
from sim.evidence.claiming.claims import Claim
from sim.evidence.claiming.courses import Between, Dates, Lead, Rank, Trend
from sim.evidence.claiming.given import Given
from sim.evidence.claiming.reported import Reported
from sim.evidence.claiming.starts import SinceStart, since_start
from sim.evidence.claiming.verdicts import Finding, Said, Verdict
from sim.scenario.load import load

Simulations = Mapping[str, Result]
"""The results of the scenarios that claims are set beside, by name."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim, what was found, and the simulated indicator beside it where there is one."""

    claim: Claim
    verdict: Verdict
    sum: str
    simulated: Summary | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the row of the JSON document."""
        claim = self.claim
        return {
            "id": claim.id,
            "text": claim.text,
            "by": claim.by,
            "source": claim.source,
            "printed": claim.printed,
            "check": claim.kind,
            "verdict": self.verdict,
            "sum": self.sum,
            "why": claim.why,
            "note": claim.note,
            "simulated": self.simulated.as_dict() if self.simulated else None,
        }


def simulate(
    claims: Iterable[Claim],
    settings: Settings,
    progress: Callable[[int], None] = lambda done: None,
    say: Callable[[str], None] = lambda text: None,
) -> dict[str, Result]:
    """Run every scenario that a claim is set beside, each once.

    Parameters
    ----------
    claims
        As read.
    settings
        How to run them.
    progress, say
        See :func:`sim.ensemble.run.run`.
    """
    scenarios = {claim.chance.scenario for claim in claims if claim.chance}
    return {name: run(load(name), settings, progress, say=say) for name in sorted(scenarios)}


def judge(claim: Claim, reported: Reported, simulations: Simulations) -> Judged:
    """Recompute one claim.

    Parameters
    ----------
    claim
        As read.
    reported
        What its figures are looked up in.
    simulations
        As from :func:`simulate`.
    """
    if claim.chance:
        return _beside(claim, claim.chance, simulations[claim.chance.scenario])
    found = _found(claim, reported)
    return Judged(claim, found.verdict, found.sum)


def _found(claim: Claim, reported: Reported) -> Finding:
    said = Said(claim.printed or "", claim.rounding)
    match claim.check:
        case Ratio() as check:
            return sums.ratio(said, check, reported)
        case Fall() as check:
            return sums.fall(said, check, reported)
        case Rise() as check:
            return sums.rise(said, check, reported)
        case Difference() as check:
            return sums.difference(said, check, reported)
        case Given() as check:
            return sums.equals(said, check, reported)
        case SinceStart() as check:
            return since_start(said, check, reported)
        case Periods() as check:
            return sums.periods(check, reported)
        case Between() as check:
            return orders.between(said, check, reported)
        case Rank() as check:
            return orders.rank(check, reported)
        case Lead() as check:
            return orders.lead(check, reported)
        case Trend() as check:
            return orders.trend(check, reported)
        case Dates() as check:
            return orders.dates(check)
    return Finding("cannot_be_checked", f"nothing to calculate: {(claim.why or '').strip()}")


def _beside(claim: Claim, check: Chance, result: Result) -> Judged:
    """Set a claim without a number beside a simulated indicator, which settles nothing."""
    summary = result.summaries[check.indicator]
    return Judged(
        claim,
        "cannot_be_checked",
        f"no number was claimed; {check.indicator} simulated in '{check.scenario}', "
        f"{result.replications} replications, seed {result.seed}: {_interval(summary)}",
        summary,
    )


def _interval(summary: Summary) -> str:
    if summary.median is None or summary.p05 is None or summary.p95 is None:
        return "undefined in every replication"
    median, low, high = (
        f"{100 * value:.2f}%" if summary.unit == "share" else f"{value:,.1f} {summary.unit}"
        for value in (summary.median, summary.p05, summary.p95)
    )
    return f"median {median} (90% interval {low} to {high})"
