"""What do limits say in sentences?"""

from __future__ import annotations

from sim.show.limit_words import (
    binding_words,
    gain_words,
    limit_words,
    months_words,
    not_told_apart,
)
from sim.show.words import condition, day, how_drawn, listed
from sim.study.limits.study import Limits

NO_FALSE_SIGN = "Where units bought nothing, 95% of such studies would establish no sign."


def found_sentence(study: Limits) -> str:
    """Write which limit binds and what a unit of it buys, with interval, date and condition."""
    as_of = day(study.scenario.scheme.horizon.value)
    then = f"{condition(study.scenario)}, then by {as_of} "
    if study.binding is None:
        return f"{then}no unit of any limit is established to buy a return."
    found = f"{then}the binding limit is {limit_words(study.binding.price)}: "
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
    return f". It changes over the period; the unit that buys most is {listed(told)}"


def rests_sentence(study: Limits) -> str:
    """Write what the prices rest on, and of how many the sign is established."""
    counts = [price.replications for price in study.prices]
    how_many = (
        f"{min(counts):,}" if min(counts) == max(counts) else f"{min(counts):,} to {max(counts):,}"
    )
    drawn = how_drawn(study.at_central)
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
    stuck = sum(price.relaxation.exhausted for price in study.prices)
    if nothing := sum(not gain.differs for gain in gains) - stuck:
        said.append(f"of {nothing} no replication differs")
    if stuck:
        said.append(f"{stuck} {'is' if stuck == 1 else 'are'} of what cannot give way")
    return listed(said)


def limit_paragraphs(study: Limits) -> tuple[str, ...]:
    """Say what the tables cannot tell."""
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
    return f"{said}{not_told_apart(first)}."


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
