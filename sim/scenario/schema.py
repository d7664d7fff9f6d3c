"""Which parameters does a scenario have?

One frozen, typed :class:`Scenario`, section by section in the order in which a
person meets them. Every parameter of the model stands here once, with its
meaning; the baseline file gives each of them a value and what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict

from sim.scenario.posterior import Posterior
from sim.scenario.spec import Spec
from sim.scenario.swept import Sweep
from sim.scenario.units import (
    DURATION,
    LOGIT,
    MEAN_PEOPLE,
    MONEY,
    PEOPLE,
    PLACES,
    RATE,
    RATIO,
    SHARE,
    TREND,
    WOBBLE,
)
from sim.scenario.values import Assumption, Dated, Spread
from sim.scenario.weekly import Week

Number = Assumption[float]
DatedValue = Assumption[Dated]
Duration = Assumption[Spread]
Date = Assumption[date]
Word = Assumption[str]
FourNumbers = Assumption[tuple[float, ...]]


S = TypeVar("S", bound="Section")


class Section(BaseModel):
    """A group of parameters; frozen, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Scheme(Section):
    """The dates between which the scheme runs."""

    start: Annotated[Date, Spec("first day on which arrivals are in scope", "date", role="lever")]
    last_arrival: Annotated[
        Date, Spec("last day on which arrivals are in scope", "date", role="lever")
    ]
    last_referral: Annotated[
        Date, Spec("last day on which a person can be referred", "date", role="lever")
    ]
    last_return: Annotated[Date, Spec("last day of transfers out", "date", role="lever")]
    last_inbound: Annotated[Date, Spec("last day of transfers in", "date", role="lever")]
    horizon: Annotated[Date, Spec("last simulated day", "date", role="lever")]
    long_stop: Annotated[
        Number,
        Spec(
            "time from arrival within which the return must happen; its last day counts",
            "number",
            DURATION,
            role="constant",
            above_zero=True,
        ),
    ]
    commencement: Annotated[
        Number | None,
        Spec(
            "time from the start until the law is in force; arrivals before are out of scope",
            "number",
            DURATION,
        ),
    ] = None


class Programme(Section):
    """The shared growth path of the limits that follow it."""

    start: Annotated[Date, Spec("day on which the path stands at one", "date")]
    trend: Annotated[Number, Spec("growth a month, compounding", "number", TREND)]
    wobble: Annotated[
        Number,
        Spec("standard deviation, a month, of the path's log about its trend", "number", WOBBLE),
    ]
    scale: Annotated[
        Number | None,
        Spec(
            "size of the programme: multiplies every limit that follows the path, on every day",
            "number",
            RATIO,
            "lever",
        ),
    ] = None


class Arrivals(Section):
    """Who comes: observed weeks, then the projected process."""

    observed: Annotated[
        Word, Spec("file of observed weekly people, boats and crossing days", "file")
    ]
    no_crossings: Annotated[
        Word, Spec("file of days on which nobody is known to have crossed", "file")
    ]
    level: Annotated[
        Number,
        Spec("people a year after the last observed week, relative to last year", "number", RATIO),
    ]
    last_year: Annotated[
        Number,
        Spec("people who arrived in the last whole year", "number", PEOPLE, "constant"),
    ]
    crossing_base: Annotated[
        Number, Spec("log-odds of a crossing day after a day without", "number", LOGIT)
    ]
    crossing_after_crossing: Annotated[
        Number, Spec("added to the log-odds after a crossing day", "number", LOGIT)
    ]
    crossing_season: Annotated[
        FourNumbers, Spec("seasonal harmonics of the log-odds", "four", LOGIT)
    ]
    boats_season: Annotated[
        FourNumbers, Spec("seasonal harmonics of the log mean of further boats", "four", LOGIT)
    ]
    boats_dispersion: Annotated[
        Number,
        Spec(
            "size parameter k of the negative binomial of boats beyond the first",
            "number",
            RATIO,
            above_zero=True,
        ),
    ]
    people_per_boat: Annotated[
        Number, Spec("mean people a boat", "number", MEAN_PEOPLE, above_zero=True)
    ]
    people_per_boat_cv: Annotated[
        Number, Spec("coefficient of variation of people a boat", "number", RATIO)
    ]


class Selection(Section):
    """Who is taken into the scheme."""

    in_scope: Annotated[
        Number, Spec("share of arrivals whom the scheme could take", "number", SHARE)
    ]
    share: Annotated[
        DatedValue, Spec("share of people in scope who are selected", "dated", SHARE, "lever")
    ]
    daily_limit: Annotated[
        DatedValue | None,
        Spec("most people selected on one day", "dated", PEOPLE, "lever"),
    ] = None


class Detention(Section):
    """Places for people in the scheme."""

    places: Annotated[
        DatedValue,
        Spec("places for people in the scheme", "dated", PLACES, "lever", may_follow=True),
    ]
    holding_limit: Annotated[
        Number, Spec("longest wait for a place", "number", DURATION, role="constant")
    ]


class Casework(Section):
    """From detention to being ready for a flight."""

    referral: Annotated[Duration, Spec("from detention to referral", "spread", DURATION)]
    referral_deadline: Annotated[
        Number,
        Spec(
            "from arrival to the last day for a referral; that day counts",
            "number",
            DURATION,
            role="constant",
        ),
    ]
    reply: Annotated[Duration, Spec("from referral to reply", "spread", DURATION)]
    accepted: Annotated[DatedValue, Spec("share of replies that accept", "dated", SHARE)]
    notice: Annotated[
        Duration, Spec("from acceptance until the notice of removal has run", "spread", DURATION)
    ]
    held_if_refused: Annotated[
        Duration | None,
        Spec("from a reply that refuses until release", "spread", DURATION, "lever"),
    ] = None


MOMENTS = ("arrival", "detention", "referral", "reply", "notice_end")


class Barrier(Section):
    """A legal barrier: who meets it, when, and what it does."""

    share: Annotated[
        DatedValue, Spec("share of people detained who meet it, by day of arrival", "dated", SHARE)
    ]
    counted_from: Annotated[
        Word, Spec("moment from which its onset counts", "choice", choices=MOMENTS)
    ]
    onset: Annotated[Duration, Spec("from that moment to its onset", "spread", DURATION)]
    effect: Annotated[
        Word, Spec("what it does", "choice", role="constant", choices=("delay", "release"))
    ]
    delay: Annotated[
        Duration | None, Spec("how long it keeps a person from travelling", "spread", DURATION)
    ] = None


BOARDING_ORDERS = ("longest_ready", "earliest_arrival", "latest_arrival")


class Flights(Section):
    """Flights out, their agreed places and what is lost on the day."""

    per_week: Annotated[DatedValue, Spec("planned flights", "dated", RATE, "lever")]
    seats: Annotated[
        DatedValue,
        Spec("agreed places a flight", "dated", PLACES, "lever", may_follow=True),
    ]
    cancelled: Annotated[
        DatedValue, Spec("chance that a planned flight is cancelled", "dated", SHARE)
    ]
    missed: Annotated[
        DatedValue, Spec("chance that a person misses their flight on the day", "dated", SHARE)
    ]
    departure_time: Annotated[
        Number, Spec("time of day at which flights leave", "number", DURATION, role="constant")
    ]
    boarding: Annotated[
        Word,
        Spec("who boards first", "choice", role="lever", choices=BOARDING_ORDERS),
    ]
    grounded: Annotated[
        Number | None,
        Spec("time from the start in which legal bars ground every flight", "number", DURATION),
    ] = None


class Returnees(Section):
    """People who come back after a return."""

    share: Annotated[Number, Spec("share of returns followed by another arrival", "number", SHARE)]
    delay: Annotated[
        Duration, Spec("from return to the next arrival", "spread", DURATION, above_zero=True)
    ]


class Inbound(Section):
    """The reciprocal legal route."""

    applications: Annotated[
        DatedValue,
        Spec("applications", "dated", RATE, "uncertainty", may_follow=True),
    ]
    eligible: Annotated[
        DatedValue,
        Spec("share of applications that are eligible and documented", "dated", SHARE),
    ]
    processing: Annotated[Duration, Spec("from application to approval", "spread", DURATION)]
    groups_per_week: Annotated[DatedValue, Spec("travel groups", "dated", RATE, "lever")]
    group_seats: Annotated[
        DatedValue,
        Spec("places a travel group", "dated", PLACES, "lever", may_follow=True),
    ]
    departure_time: Annotated[
        Number, Spec("time of day at which groups travel", "number", DURATION, role="constant")
    ]


class Balance(Section):
    """How far the two directions may drift apart."""

    review: Annotated[
        Number,
        Spec("time between reviews", "number", DURATION, role="constant", above_zero=True),
    ]
    inbound_lead: Annotated[
        Number, Spec("most by which inbound may lead returns", "number", PEOPLE, "lever")
    ]
    returned_lead: Annotated[
        Number, Spec("most by which returns may lead inbound", "number", PEOPLE, "lever")
    ]
    reset: Annotated[
        Number | None,
        Spec("lead at which a halted side resumes", "number", PEOPLE, "lever"),
    ] = None
    halts: Annotated[
        Word,
        Spec(
            "what stops on the way in at the bound",
            "choice",
            role="lever",
            choices=("travel", "approvals"),
        ),
    ]


class VoluntaryDepartures(Section):
    """People in scope who leave by themselves from outside detention."""

    rate: Annotated[DatedValue, Spec("rate at which one person outside leaves", "dated", RATE)]


class Deterrence(Section):
    """How attempts answer to the perceived chance of return."""

    strength: Annotated[
        Number,
        Spec("fall in attempts, as a share, per unit of perceived chance", "number", RATIO),
    ]
    memory: Annotated[
        Number,
        Spec(
            "time over which returns and arrivals are counted for the experienced chance",
            "number",
            DURATION,
            above_zero=True,
        ),
    ]
    lag: Annotated[
        Number,
        Spec(
            "time by which the perceived chance lags the experienced one",
            "number",
            DURATION,
            above_zero=True,
        ),
    ]


class Costs(Section):
    """What things cost, where a scenario says so; what it leaves out is not counted."""

    detention_day: Annotated[
        Number | None, Spec("one person's day in detention", "number", MONEY)
    ] = None
    existing_places: Annotated[
        Number | None,
        Spec("places that need not be built; those above are new", "number", PLACES, "constant"),
    ] = None
    new_place: Annotated[Number | None, Spec("a place that is built", "number", MONEY)] = None
    seat: Annotated[
        Number | None, Spec("an agreed place on a flight that carries somebody", "number", MONEY)
    ] = None
    casework: Annotated[
        Number | None, Spec("the casework on one person detained", "number", MONEY)
    ] = None
    per_return: Annotated[
        Number | None,
        Spec("paid for each return, such as to the country of destination", "number", MONEY),
    ] = None
    fixed: Annotated[Number | None, Spec("paid whatever the number of people", "number", MONEY)] = (
        None
    )
    per_year: Annotated[
        Number | None, Spec("paid for each simulated year, whatever the number", "number", MONEY)
    ] = None


class Scenario(Section):
    """Everything that is assumed, resolved and frozen.

    Attributes
    ----------
    name, about
        The scenario's title, and what it is for.
    question, cannot_know, would_change
        The question that it asks, what the model cannot know here, and what would change the
        result; each may be empty.
    figures
        Path of the file of reported figures that it is compared with; empty if there is none.
    perspective
        Groups of figures of other schemes and of reported costs that its page shows, with commas
        between; may be empty.
    counterfactual
        True if deterrence may also act on the observed weeks.
    files
        The files it was read from, the scenario itself first.
    weeks, empty_days
        Observed weeks, and days on which nobody is known to have crossed.
    posterior
        What reported figures taught about the uncertain values, if the scenario is calibrated.
    sweep
        The unknown that decides the answer, if the scenario names one.
    """

    name: str
    about: str = ""
    question: str = ""
    cannot_know: str = ""
    would_change: str = ""
    perspective: str = ""
    figures: str = ""
    counterfactual: bool = False
    files: tuple[str, ...] = ()
    weeks: tuple[Week, ...] = ()
    empty_days: frozenset[date] = frozenset()
    posterior: Posterior | None = None
    sweep: Sweep | None = None

    scheme: Scheme
    programme: Programme
    arrivals: Arrivals
    selection: Selection
    detention: Detention
    casework: Casework
    barriers: dict[str, Barrier] = {}
    flights: Flights
    returnees: Returnees
    inbound: Inbound
    balance: Balance
    voluntary_departures: VoluntaryDepartures
    deterrence: Deterrence
    costs: Costs = Costs()

    def assumptions(self) -> Iterator[Assumption[Any]]:
        """Yield every parameter in the order of the schema."""
        yield from _assumptions_in(self)

    def with_values(self, changes: dict[str, Assumption[Any]]) -> Scenario:
        """Return the scenario with some parameters replaced, by key path."""
        return _replaced(self, changes, "")

    @property
    def days(self) -> int:
        """Number of simulated days, first and last included."""
        return (self.scheme.horizon.value - self.scheme.start.value).days + 1


def _assumptions_in(section: Section) -> Iterator[Assumption[Any]]:
    for name in type(section).model_fields:
        held = getattr(section, name)
        if isinstance(held, Assumption):
            yield held
        elif isinstance(held, Section):
            yield from _assumptions_in(held)
        elif name == "barriers":
            for barrier in held.values():
                yield from _assumptions_in(barrier)


def _replaced(section: S, changes: dict[str, Assumption[Any]], prefix: str) -> S:
    """Copy a section with the changes below its prefix; untouched sections are shared."""
    update: dict[str, Any] = {}
    for name in type(section).model_fields:
        held = getattr(section, name)
        path = f"{prefix}{name}"
        if path in changes:
            update[name] = changes[path]
        elif not any(key.startswith(path + ".") for key in changes):
            continue
        elif isinstance(held, Section):
            update[name] = _replaced(held, changes, path + ".")
        elif name == "barriers":
            update[name] = {
                barrier: _replaced(parts, changes, f"{path}.{barrier}.")
                for barrier, parts in held.items()
            }
    return section.model_copy(update=update)
