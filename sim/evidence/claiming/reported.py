"""What has been reported that a claim can be recomputed from?

The figures of the pilot, the annual totals, and the arrivals of each week. A week's people
are not reported by the day; between which bounds those of some of its days lie follows from
its crossing days and from the days on which nobody crossed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sim.evidence.claiming.ranges import Range
from sim.evidence.figures import Figure, default_figures, read_figures
from sim.scenario.library import library
from sim.scenario.problems import nearest
from sim.scenario.weekly import DAYS_A_WEEK, Week, read_no_crossings, read_weeks

PeopleOn = Mapping[date, int]
"""People who crossed on some days, where that was reported."""


@dataclass(frozen=True)
class Reported:
    """Everything that is looked up.

    Attributes
    ----------
    figures
        In the order of their files; one that is not to be used is never looked up.
    weeks
        Oldest first, without gaps.
    no_crossings
        Days on which nobody crossed.
    """

    figures: tuple[Figure, ...]
    weeks: tuple[Week, ...]
    no_crossings: frozenset[date]

    def figure(self, quantity: str, as_of: date) -> Figure:
        """Return the first figure of a quantity as of a day.

        Raises
        ------
        ValueError
            With the nearest day for which there is one.
        """
        found = [f for f in self.figures if f.use and f.quantity == quantity]
        on_the_day = [f for f in found if f.as_of == as_of]
        if not on_the_day:
            hint = nearest(str(as_of), sorted({str(f.as_of) for f in found}))
            raise ValueError(f"no {quantity} was reported as of {as_of}; {hint}")
        return on_the_day[0]

    def exact(self, quantity: str, group: str | None = None) -> dict[date, Figure]:
        """Return the exact figures of a quantity by day, oldest first; of one group if named."""
        found = {
            f.as_of: f
            for f in reversed(self.figures)
            if f.use and f.quantity == quantity and f.rounding == "exact"
            if group is None or f.group == group
        }
        return dict(sorted(found.items()))

    def arrivals(self, since: date, as_of: date, people_on: PeopleOn | None = None) -> Range:
        """Return how many people arrived from one day to another, both included.

        Parameters
        ----------
        since, as_of
            Days of the observed weeks.
        people_on
            Days of which the people are known, within the week of either day.

        Raises
        ------
        ValueError
            If the days are out of order or not within the observed weeks.
        """
        first, last = self.weeks[0].first_day, self.weeks[-1].ending
        if not first <= since <= as_of <= last:
            raise ValueError(
                f"{since} to {as_of} is not a time within the weekly arrivals, {first} to {last}"
            )
        low = high = 0
        for week in self.weeks:
            days = {week.first_day + timedelta(days=n) for n in range(DAYS_A_WEEK)}
            inside = {day for day in days if since <= day <= as_of}
            low += self._fewest(week, inside, days - inside, people_on or {})
            high += week.people - self._fewest(week, days - inside, inside, people_on or {})
        return Range(Fraction(low), Fraction(high))

    def _fewest(self, week: Week, days: set[date], others: set[date], known: PeopleOn) -> int:
        """Return how many people at least crossed on some days of a week.

        Whoever cannot have come on the other days came on these; and of the crossing days
        that do not fit into the others, each brought somebody.
        """
        others = others - self.no_crossings
        if others <= known.keys():
            return week.people - sum(known[day] for day in others)
        counted = [known[day] for day in days & known.keys()]
        more = week.crossing_days - len(others) - sum(people > 0 for people in counted)
        return sum(counted) + max(more, 0)


def default_reported() -> Reported:
    """Return what was reported about the pilot and about arrivals."""
    folder = library() / "reported"
    files = (default_figures(), folder / "arrivals_annual.yaml")
    return Reported(
        figures=tuple(figure for file in files for figure in read_figures(file)),
        weeks=read_weeks(folder / "arrivals_weekly.csv"),
        no_crossings=read_no_crossings(folder / "no_crossings.csv"),
    )
