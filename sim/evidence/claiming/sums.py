"""What do two figures add up to, and is that what was claimed?"""

from __future__ import annotations

from datetime import date

from sim.evidence.claiming.checks import Difference, Fall, Periods, Ratio, Rise, period
from sim.evidence.claiming.given import WEEKLY, Given
from sim.evidence.claiming.ranges import Range
from sim.evidence.claiming.reported import Reported
from sim.evidence.claiming.verdicts import VERDICTS, Finding, Said, Verdict, against
from sim.evidence.claiming.wording import day, joined, span, written
from sim.evidence.quantities import QUANTITIES


def ratio(said: Said, check: Ratio, reported: Reported) -> Finding:
    """Hold a number against a part of a whole."""
    part, whole = check.part.look_up(reported), check.whole.look_up(reported)
    return _held(said, f"{part.text} ÷ {whole.text}", part.range / whole.range)


def rise(said: Said, check: Rise, reported: Reported) -> Finding:
    """Hold a percentage against a rise."""
    before, after = check.before.look_up(reported), check.after.look_up(reported)
    found = after.range / before.range - Range.exactly(1)
    return _held(said, f"{after.text} ÷ {before.text} − 1", found)


def fall(said: Said, check: Fall, reported: Reported) -> Finding:
    """Hold a percentage against a fall."""
    before, after = check.before.look_up(reported), check.after.look_up(reported)
    found = Range.exactly(1) - after.range / before.range
    return _held(said, f"1 − {after.text} ÷ {before.text}", found)


def difference(said: Said, check: Difference, reported: Reported) -> Finding:
    """Hold a number against a difference."""
    of, less = check.of.look_up(reported), check.less.look_up(reported)
    return _held(said, f"{of.text} − {less.text}", of.range - less.range)


def equals(said: Said, check: Given, reported: Reported) -> Finding:
    """Hold a number against another report of it."""
    known = check.look_up(reported)
    verdict, remark = against(said, known.range)
    return Finding(verdict, joined(f"{_where(check, reported)}: {known.text}", remark))


def periods(check: Periods, reported: Reported) -> Finding:
    """Look whether a part and a whole are of one period, and give what is like for like."""
    verdicts: list[Verdict] = ["holds"]
    if period(check.part) != period(check.whole):
        verdicts.append("unlike_periods")
    shown = []
    given = ((check.part, check.part_printed), (check.whole, check.whole_printed))
    for figure, text in given:
        known = figure.look_up(reported)
        verdict, remark = against(Said(text), known.range)
        verdicts.append(verdict)
        when = span(*_days(figure))
        shown.append(f"{known.text} counts {when}" + (f" ({remark})" if remark else ""))
    part, whole, share = _share(Ratio(part=check.part, whole=check.whole), reported)
    like_part, like_whole, like_share = _share(check.alike, reported)
    return Finding(
        max(verdicts, key=VERDICTS.index),
        f"{part} ÷ {whole} = {share}: {' and '.join(shown)}; like for like, "
        f"{span(*_days(check.alike.part))}: {like_part} ÷ {like_whole} = {like_share}",
    )


def _held(said: Said, formula: str, found: Range) -> Finding:
    verdict, remark = against(said, found)
    return Finding(
        verdict,
        joined(f"{formula} = {written(found, as_share=said.printed.is_percentage)}", remark),
    )


def _share(check: Ratio, reported: Reported) -> tuple[str, str, str]:
    part, whole = check.part.look_up(reported), check.whole.look_up(reported)
    return part.text, whole.text, written(part.range / whole.range, as_share=True)


def _days(given: Given) -> tuple[date, date]:
    """Return the period of a figure, which reading has made sure it has."""
    first, last = period(given)
    return first or date.min, last or date.max


def _where(given: Given, reported: Reported) -> str:
    """Say in words where a figure is from."""
    if given.quantity == WEEKLY:
        return f"weekly arrivals, {span(*_days(given))}"
    if given.quantity is None or given.as_of is None:
        return f"reported ({given.source})"
    source = reported.figure(given.quantity, given.as_of).source
    about = QUANTITIES[given.quantity].about
    return f"{about}, as of {day(given.as_of)} ({source})"
