"""What of a scenario does compiled code take, and where does each value stand?"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.timeline import Timeline
from sim.luck.tables import Table


class Number(IntEnum):
    """Where each plain number stands among the numbers of a replication."""

    IN_SCOPE = 0
    RETURNEES_SHARE = 1
    LEVEL = 2
    TREND = 3
    WOBBLE = 4
    STRENGTH = 5
    LAG = 6
    LONG_STOP = 7
    HOLDING_LIMIT = 8
    REFERRAL_DEADLINE = 9
    FLIGHT_TIME = 10
    GROUP_TIME = 11
    REVIEW = 12
    INBOUND_LEAD = 13
    RETURNED_LEAD = 14
    RESET = 15
    COMMENCEMENT = 16
    GROUNDED = 17
    DETENTION_DAY = 18
    EXISTING_PLACES = 19
    NEW_PLACE = 20
    SEAT = 21
    CASEWORK = 22
    PER_RETURN = 23
    FIXED = 24
    PER_YEAR = 25
    MEMORY = 26
    SCALE = 27


NUMBER_PATHS = {
    Number.IN_SCOPE: "selection.in_scope",
    Number.RETURNEES_SHARE: "returnees.share",
    Number.LEVEL: "arrivals.level",
    Number.TREND: "programme.trend",
    Number.WOBBLE: "programme.wobble",
    Number.STRENGTH: "deterrence.strength",
    Number.LAG: "deterrence.lag",
    Number.LONG_STOP: "scheme.long_stop",
    Number.HOLDING_LIMIT: "detention.holding_limit",
    Number.REFERRAL_DEADLINE: "casework.referral_deadline",
    Number.FLIGHT_TIME: "flights.departure_time",
    Number.GROUP_TIME: "inbound.departure_time",
    Number.REVIEW: "balance.review",
    Number.INBOUND_LEAD: "balance.inbound_lead",
    Number.RETURNED_LEAD: "balance.returned_lead",
    Number.RESET: "balance.reset",
    Number.COMMENCEMENT: "scheme.commencement",
    Number.GROUNDED: "flights.grounded",
    Number.DETENTION_DAY: "costs.detention_day",
    Number.EXISTING_PLACES: "costs.existing_places",
    Number.NEW_PLACE: "costs.new_place",
    Number.SEAT: "costs.seat",
    Number.CASEWORK: "costs.casework",
    Number.PER_RETURN: "costs.per_return",
    Number.FIXED: "costs.fixed",
    Number.PER_YEAR: "costs.per_year",
    Number.MEMORY: "deterrence.memory",
    Number.SCALE: "programme.scale",
}
"""Key path of each plain number."""

ABSENT = {"programme.scale": 1.0}
"""What stands for a plain number that a scenario leaves out, where that is not zero."""


class Daily(IntEnum):
    """Which row of the daily tables each dated parameter has; shares of barriers follow."""

    SELECTED = 0
    DAILY_LIMIT = 1
    FLIGHTS = 2
    SEATS = 3
    CANCELLED = 4
    PLACES = 5
    APPLICATIONS = 6
    ELIGIBLE = 7
    GROUPS = 8
    GROUP_SEATS = 9
    VOLUNTARY = 10
    ACCEPTED = 11
    MISSED = 12
    BARRIERS = 13


DAILY_PATHS = {
    Daily.SELECTED: "selection.share",
    Daily.DAILY_LIMIT: "selection.daily_limit",
    Daily.FLIGHTS: "flights.per_week",
    Daily.SEATS: "flights.seats",
    Daily.CANCELLED: "flights.cancelled",
    Daily.PLACES: "detention.places",
    Daily.APPLICATIONS: "inbound.applications",
    Daily.ELIGIBLE: "inbound.eligible",
    Daily.GROUPS: "inbound.groups_per_week",
    Daily.GROUP_SEATS: "inbound.group_seats",
    Daily.VOLUNTARY: "voluntary_departures.rate",
    Daily.ACCEPTED: "casework.accepted",
    Daily.MISSED: "flights.missed",
}
"""Key path of each dated parameter."""


class Span(IntEnum):
    """Which row each spread has; a barrier has two, its onset and its delay, from BARRIERS on."""

    REFERRAL = 0
    REPLY = 1
    NOTICE = 2
    COMES_BACK = 3
    PROCESSING = 4
    HELD_IF_REFUSED = 5
    BARRIERS = 6


SPAN_PATHS = {
    Span.REFERRAL: "casework.referral",
    Span.REPLY: "casework.reply",
    Span.NOTICE: "casework.notice",
    Span.COMES_BACK: "returnees.delay",
    Span.PROCESSING: "inbound.processing",
    Span.HELD_IF_REFUSED: "casework.held_if_refused",
}
"""Key path of each spread."""


class Target(IntEnum):
    """What is drawn from a prior: a number, or a factor on a number, a dated value or a spread."""

    NUMBER = 0
    NUMBER_FACTOR = 1
    DAILY = 2
    SPAN = 3
    TIMELINE = 4


class Added(NamedTuple):
    """How far limits are moved from where the scenario has them; nothing in an ordinary run.

    So that one more place is one place, whatever factors and growth make of the number that the
    scenario states.

    Attributes
    ----------
    numbers
        To each plain number, in base units, see :class:`Number`.
    daily
        To each dated parameter, on days on which it is above zero, see :class:`Daily`.
    scales
        To the scale of each spread, in seconds, see :class:`Span`.
    """

    numbers: NDArray[np.float64]
    daily: NDArray[np.float64]
    scales: NDArray[np.float64]


class Basis(NamedTuple):
    """A scenario as compiled code takes it.

    Attributes
    ----------
    prior_keys, prior_tables, prior_targets
        Owners of the priors' luck, shape (priors,); their tables; and what each is about and
        where that stands, shape (priors, 2), see :class:`Target`.
    prior_levels
        What was learned of them, see :func:`~sim.luck.settle.learned_levels`.
    numbers
        Plain numbers at their central values, see :class:`Number`.
    daily, scaled, most
        Dated parameters on each day, whether factors and growth apply to them, both of shape
        (dated parameters, days), and the most that each can be; see :class:`Daily`.
    shapes, scales
        Table of each spread's shape and its scale in seconds, see :class:`Span`.
    barriers, barrier_names
        Shape (barriers, 2): the moment that each counts from and its exit; and the names of
        its luck.
    rules
        Whole-number rules at their central values, see :class:`~sim.model.rules.Rule`.
    months
        Months since the start of the programme path, shape (days,).
    followers, departures, departure_keys
        Rows of the dated parameters that follow the path, the standard deviation of each
        one's departure a month, and the owner of its luck.
    growth_levels
        What was learned of departures and of the path's steps, see
        :func:`~sim.model.growth.growth_names`.
    added
        What is added to the limits once all uncertain values are drawn, see :class:`Added`.
    normal, exponential
        Tables of the standard distributions.
    timeline
        Of the arrivals.
    """

    prior_keys: NDArray[np.uint64]
    prior_tables: NDArray[np.float64]
    prior_targets: NDArray[np.int64]
    prior_levels: NDArray[np.float64]
    numbers: NDArray[np.float64]
    daily: NDArray[np.float64]
    scaled: NDArray[np.bool_]
    most: NDArray[np.float64]
    shapes: NDArray[np.float64]
    scales: NDArray[np.float64]
    barriers: NDArray[np.int64]
    barrier_names: NDArray[np.uint64]
    rules: NDArray[np.int64]
    months: NDArray[np.float64]
    followers: NDArray[np.int64]
    departures: NDArray[np.float64]
    departure_keys: NDArray[np.uint64]
    growth_levels: NDArray[np.float64]
    added: Added
    normal: Table
    exponential: Table
    timeline: Timeline
