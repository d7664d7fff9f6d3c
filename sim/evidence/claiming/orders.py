"""In which order do figures or days stand, and is that what was claimed?"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from sim.evidence.claiming.courses import Between, Dates, Lead, Rank, Trend
from sim.evidence.claiming.ranges import Range
from sim.evidence.claiming.reported import Reported
from sim.evidence.claiming.verdicts import Finding, Said, Verdict
from sim.evidence.claiming.wording import day, listed, ordinal, span
from sim.evidence.printed import Printed


def between(said: Said, check: Between, reported: Reported) -> Finding:
    """Look whether a number lies between the month ends around its day.

    It then holds in so far as nothing official contradicts it; nothing confirms it either.
    """
    (first, low), (last, high) = check.look_up(reported)
    printed = said.printed
    too_low = printed.high is not None and Range.of(printed).is_below(Range.exactly(low.value))
    shown = f"{low.text} ({day(first)}), {high.text} ({day(last)})"
    if too_low or printed.low > high.value:
        return Finding("false", f"official month ends {shown}: {said.text} is not between them")
    return Finding(
        "holds",
        f"official month ends {shown}: {said.text} is between them, which does not contradict it",
    )


def rank(check: Rank, reported: Reported) -> Finding:
    """Count how many years are above one."""
    years = check.look_up(reported)
    own = years[check.as_of].value
    place = 1 + sum(printed.value > own for printed in years.values())
    in_order = sorted(years, key=lambda at: -years[at].value)
    shown = ", ".join(f"{years[at].text} ({at.year})" for at in in_order)
    return Finding(
        "holds" if place == check.place else "false",
        f"{shown}: {check.as_of.year} is {ordinal(place)} of {len(years)}",
    )


def lead(check: Lead, reported: Reported) -> Finding:
    """Look who was ahead from the first month end at which two figures differ."""
    ends = check.look_up(reported)
    shown = ", ".join(f"{day(at)} {one.text} and {two.text}" for at, (one, two) in ends.items())
    gaps = {at: one.value - two.value for at, (one, two) in ends.items() if one.value != two.value}
    if next(iter(gaps.values())) < 0:
        return Finding("false", f"month ends {shown}: the first was behind from the beginning")
    lost = [at for at, gap in gaps.items() if gap < 0]
    kept = [at for at in gaps if not lost or at < lost[0]]
    how_long = f"ahead to {day(kept[-1])}" + (f", behind on {day(lost[0])}" if lost else "")
    return Finding("holds", f"month ends {shown}: {how_long}")


def trend(check: Trend, reported: Reported) -> Finding:
    """Look whether the last month is above the first, and say which months fell."""
    months = check.look_up(reported)
    first, *_, last = months
    rose = months[last].value > months[first].value
    shown = ", ".join(f"{months[at].text} ({at:%B})" for at in months)
    fell = [_fall(months[one], two, months[two]) for one, two in pairwise(months)]
    falls = [text for text in fell if text]
    over = f"{'up' if rose else 'not up'} from {months[first].text} to {months[last].text}"
    return Finding(
        "holds" if rose else "false",
        f"{shown}: {over} over the period" + (f", but down in {listed(falls)}" if falls else ""),
    )


def dates(check: Dates) -> Finding:
    """Look whether what is meant happened within the time that was given."""
    meant = [step for step in check.steps if step.is_meant]
    verdict: Verdict
    if any(step.is_within(check) for step in meant):
        verdict = "holds"
    elif any(step.meets(check) for step in meant):
        verdict = "cannot_be_checked"
    else:
        verdict = "false"
    shown = ", ".join(f"{step.what} {span(step.since, step.as_of)}" for step in check.steps)
    within = [step.what for step in check.steps if step.is_within(check)]
    when = span(check.since, check.as_of)
    found = f"only {listed(within)} is within {when}" if within else f"none is within {when}"
    return Finding(verdict, f"{shown}: {found}")


def _fall(before: Printed, at: date, after: Printed) -> str:
    """Say that a month fell, or nothing."""
    if after.value >= before.value:
        return ""
    return f"{at:%B} ({before.text} to {after.text})"
