"""How well does a run agree with what was reported, and what is that agreement worth?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from sim.evidence.figures import Figure

if TYPE_CHECKING:
    import pandas as pd

CAUTION = (
    "Agreement with figures that the scenario's values were set to is no evidence that the "
    "model is right. Arrivals in observed weeks are an input. Cumulative figures build on one "
    "another, so they are not independent tests. A what-if that changes what was done is not meant "
    "to agree with what happened."
)


Role = Literal["input", "fitted", "not_fitted", "seen"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure beside its simulated quantiles, in the quantity's own unit.

    Attributes
    ----------
    percentile
        Where the figure falls among the replications, from 0 to 1; for ``at_least`` the
        share of them below it. See :func:`sim.evidence.compare.percentile`.
    inside50, inside90
        Whether a value that the figure may stand for lies from p25 to p75, and from p05
        to p95; for ``at_least`` whether the upper end reaches it.
    role
        ``input`` for arrivals in observed weeks, ``fitted`` for a figure that taught the
        scenario its values or adds up what did, ``not_fitted`` for one of a day that is or may
        be later; of a scenario that is not calibrated ``seen``, since whoever set its values may
        have looked.
    wis, crps
        How far the simulation was from the printed number, in its unit, less is better; None for
        ``at_least``. See :class:`sim.evidence.forecasting.scores.Score`.
    """

    figure: Figure
    median: float
    p05: float
    p25: float
    p75: float
    p95: float
    percentile: float
    inside50: bool
    inside90: bool
    role: Role
    wis: float | None
    crps: float | None

    def as_dict(self) -> dict[str, Any]:
        """Return the row of the JSON document."""
        row = {name: getattr(self, name) for name in self.__slots__ if name != "figure"}
        return _of_figure(self.figure) | row


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure that was not compared, and why, in words."""

    figure: Figure
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """Return the row of the JSON document."""
        return _of_figure(self.figure) | {"reason": self.reason}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many figures were compared, and how many lie inside the two intervals."""

    figures: int
    inside50: int
    inside90: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """A comparison in short.

    Attributes
    ----------
    overall
        All compared figures.
    fitted, not_fitted
        Of a calibrated scenario: those that taught it its values, whose agreement verifies the
        calibration; and later ones, whose agreement corroborates the model.
    month_end
        Those of the group ``month_end`` after the month in which the scheme began, when
        zero was certain.
    width90
        Width of the 90% interval relative to the figure, at the last month end; the mean
        of cumulative returns and inbound. None where there is no such figure above zero.
    caution
        What the agreement is worth.
    """

    overall: Tally
    fitted: Tally
    not_fitted: Tally
    month_end: Tally
    width90: float | None
    caution: str = CAUTION


@dataclass(frozen=True)
class Comparison:
    """A run beside the reported figures.

    Attributes
    ----------
    scenario, start, seed, replications
        Which run: name, first day, seed and number of replications.
    figures
        One row for each figure that was compared.
    left_out
        The others, with reasons.
    """

    scenario: str
    start: date
    seed: int
    replications: int
    figures: tuple[Compared, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def summary(self) -> Agreement:
        """The comparison in short."""
        first_month = (self.start.year, self.start.month)
        month_ends = [
            row
            for row in self.figures
            if row.figure.group == "month_end"
            and (row.figure.as_of.year, row.figure.as_of.month) > first_month
        ]
        fitted, not_fitted = (
            _tally([row for row in self.figures if row.role == role])
            for role in ("fitted", "not_fitted")
        )
        return Agreement(
            _tally(self.figures), fitted, not_fitted, _tally(month_ends), _width90(month_ends)
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON document."""
        return {
            "scenario": self.scenario,
            "seed": self.seed,
            "replications": self.replications,
            "figures": [row.as_dict() for row in self.figures],
            "left_out": [row.as_dict() for row in self.left_out],
            "summary": asdict(self.summary),
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each compared figure (needs pandas)."""
        import pandas as pd

        return pd.DataFrame([row.as_dict() for row in self.figures])


def _of_figure(figure: Figure) -> dict[str, Any]:
    return {
        "quantity": figure.quantity,
        "as_of": figure.as_of.isoformat(),
        "reported": figure.reported,
        "rounding": figure.rounding,
        "group": figure.group,
        "source": figure.source,
    }


def _tally(rows: Sequence[Compared]) -> Tally:
    return Tally(len(rows), sum(r.inside50 for r in rows), sum(r.inside90 for r in rows))


def _width90(month_ends: Sequence[Compared]) -> float | None:
    last = max((row.figure.as_of for row in month_ends), default=None)
    widths = [
        (row.p95 - row.p05) / float(row.figure.printed.value)
        for row in month_ends
        if row.figure.as_of == last
        and row.figure.quantity in ("returns_cumulative", "inbound_cumulative")
        and row.figure.printed.value > 0
    ]
    return sum(widths) / len(widths) if widths else None
