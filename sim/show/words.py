"""How are numbers, dates and intervals written for people?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from math import log10
from shlex import quote

from sim.ensemble.quantiles import Summary
from sim.ensemble.result import Result
from sim.scenario.catalogue import spec_at
from sim.scenario.schema import Scenario


def number(value: float | None, unit: str = "people") -> str:
    """Write a number in its unit's usual form; shares as percentages.

    Returns
    -------
    str
        ``undefined`` for None.
    """
    if value is None:
        return "undefined"
    if unit == "share":
        return f"{100 * value:.2f}%" if abs(value) < 0.1 else f"{100 * value:.1f}%"
    if unit in ("per week", "days"):
        return f"{value:.1f}"
    if unit == "GBP":
        return _pounds(value)
    return f"{round(value):,}".replace("-", "−")


def _pounds(value: float) -> str:
    """Write a sum of money to three digits; more would claim too much."""
    for size, word in ((1e9, " billion"), (1e6, " million")):
        if abs(value) >= size:
            return f"£{value / size:.3g}{word}"
    rounded = round(value, 2 - int(log10(abs(value)))) if value else 0
    return f"£{rounded:,.0f}"


def signed(value: float | None) -> str:
    """Write a difference with its sign."""
    if value is None:
        return "undefined"
    return f"+{round(value):,}" if round(value) > 0 else number(value)


def difference(value: float | None, unit: str) -> str:
    """Write a difference with its sign, in its unit's usual form; of shares in points."""
    if value is None or unit == "people":
        return signed(value)
    if unit == "share":
        return f"{100 * value:+.2f} points".replace("-", "−")
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{number(abs(value), unit)}"


def interval(summary: Summary, *, inner: bool = False) -> str:
    """Write the 90% interval, or the 50% one."""
    low, high = (summary.p25, summary.p75) if inner else (summary.p05, summary.p95)
    if low is None:
        return "undefined"
    return f"{number(low, summary.unit)} to {number(high, summary.unit)}"


def day(when: date) -> str:
    """Write a date, such as 6 August 2025."""
    return f"{when.day} {when:%B %Y}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Write a list in words, such as ``0%, 50% and 100%``."""
    *most, final = words
    return f"{', '.join(most)} {last} {final}" if most else final


def condition(*scenarios: Scenario, moved: Collection[str] = ()) -> str:
    """Write the clause that opens what is found under scenarios.

    Where an unknown decides the answer of one, it is named.

    Parameters
    ----------
    scenarios
        One or more.
    moved
        Key paths of levers that are moved away from what they assume.
    """
    one = len(scenarios) == 1
    what = "everything else" if moved else "everything"
    said = f"If {what} went as {'this scenario assumes' if one else 'these scenarios assume'}"
    swept = dict.fromkeys(s.sweep.path for s in scenarios if s.sweep is not None)
    unknowns = [path for path in swept if path not in moved]
    if not unknowns:
        return said
    named = listed([f"{path} ({spec_at(path).about})" for path in unknowns])
    whose = "its answer depends on" if one else "their answers depend on"
    return f"{said} about what nobody knows and {whose}, {named}, so that no answer is central"


def how_drawn(at_central: bool) -> str:
    """Say where uncertain values stand in a run."""
    return "uncertain values at their centres" if at_central else "uncertain values drawn"


def answer_sentence(result: Result, named: str) -> str:
    """Write the answer of a run in one sentence, or why there is none.

    Where an unknown decides the answer, a median over its prior would be no answer.

    Parameters
    ----------
    result
        What was found.
    named
        The scenario as it was named on the command line.
    """
    scenario = result.scenario
    if scenario.sweep is None:
        return plain_sentence(result.summaries, scenario.scheme.horizon.value)
    path = scenario.sweep.path
    entry = {entry.path: entry for entry in scenario.assumptions()}.get(path)
    drawn = entry is not None and (entry.prior or entry.growth) and not result.at_central
    return (
        f"The answer depends on {path} ({spec_at(path).about}), which nobody knows, so no central "
        f"answer is given: 'sim sweep {quote(named)}' shows it at "
        f"{listed(scenario.sweep.written)}. The numbers here "
        f"{'draw it from its prior' if drawn else 'hold it at one value'}."
    )


def plain_sentence(summaries: dict[str, Summary], as_of: date) -> str:
    """Write the answer of a run in one sentence, with interval, date and condition.

    Parameters
    ----------
    summaries
        The indicators.
    as_of
        The horizon.
    """
    returns, inbound = summaries["returns"], summaries["inbound"]
    rate, net = summaries["returns_rate"], summaries["net_flow"]
    return (
        f"If everything went as this scenario assumes, then by {day(as_of)}, "
        f"{number(returns.median)} people had been returned "
        f"(90% interval {interval(returns)}) and {number(inbound.median)} had come in by the "
        f"legal route ({interval(inbound)}), of {_arrivals(summaries['arrivals'])}: "
        f"a returns rate of {number(rate.median, 'share')} ({interval(rate)}) and a net flow of "
        f"{signed(net.median)} ({signed(net.p05)} to {signed(net.p95)})."
    )


def _arrivals(summary: Summary) -> str:
    """Write how many people arrived, with the interval where they were not all observed."""
    varies = summary.p05 != summary.p95
    return f"{number(summary.median)} arrivals" + (f" ({interval(summary)})" if varies else "")
