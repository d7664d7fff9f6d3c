"""What does a person read about a calibration?

A page in Markdown: prior beside posterior, what the figures identify and what they cannot tell
apart, and each figure beside what the calibrated scenario gives.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.evidence.comparison import Comparison
from sim.evidence.learning.calibrate import AGREED, ENOUGH, MOST, PARTS, Calibration
from sim.evidence.learning.inferring import ODD
from sim.evidence.learning.learned import IDENTIFIED, PARTLY, Learned, learned, together


def calibration_page(calibration: Calibration, comparison: Comparison, prior: Comparison) -> str:
    """Write the page.

    Parameters
    ----------
    calibration
        What was learned.
    comparison, prior
        The calibrated scenario, and the one before, beside the reported figures.
    """
    lines = [f"# {calibration.scenario.name}: calibrated to {calibration.until}", ""]
    lines += [*_summary(calibration, comparison, prior), ""]
    lines += ["## Prior and posterior", "", *_values(calibration), ""]
    lines += ["## What the figures cannot tell apart", "", *_together(calibration), ""]
    lines += ["## Each figure beside the calibrated scenario", "", *_figures(comparison, prior), ""]
    return "\n".join(lines)


def calibration_lines(calibration: Calibration) -> list[str]:
    """Say in a few lines what was learned and how far it can be trusted."""
    values = learned(calibration)
    known = [value.name for value in values if value.identified == "identified"]
    inferred, worst = calibration.inferred, calibration.agreement.max()
    reached = "reached" if calibration.agrees else f"not reached by {MOST:,}, where it ends"
    lines = [
        f"{len(calibration.figures)} figures identify {len(known)} of {len(values)} values: "
        f"{', '.join(known) or 'none'}.",
        f"{calibration.pilots:,} simulated pilots, {calibration.acceptance:.0%} kept; effective "
        f"sample size {inferred.effective:,.0f} (asked for: {ENOUGH:,}); {PARTS} independent parts "
        f"agree to a scale reduction of {worst:.3f} (asked for: {AGREED}): {reached}.",
    ]
    if calibration.rarity < ODD:
        lines.append(
            "Flagged: the model hardly makes such figures; only "
            f"{calibration.rarity:.1%} of simulated pilots are as odd. What was learned should not "
            "be trusted."
        )
    else:
        lines.append(
            f"Of simulated pilots {calibration.rarity:.0%} are at least as odd as these figures; "
            f"below {ODD:.0%} they would be flagged as not made by such a model."
        )
    return lines


def _summary(calibration: Calibration, comparison: Comparison, prior: Comparison) -> Iterator[str]:
    yield from calibration_lines(calibration)
    ends, width, before = comparison.summary.month_end, comparison.summary.width90, prior.summary
    yield (
        f"\nOf {ends.figures} month ends {ends.inside90} lie inside the 90% interval and "
        f"{ends.inside50} inside the 50% interval of the calibrated scenario (before: "
        f"{before.month_end.inside90} and {before.month_end.inside50})."
    )
    if width is not None and before.width90 is not None:
        yield (
            f"The 90% interval at the last month end is {width:.2f} times the figure on average, "
            f"after {before.width90:.2f} before."
        )
    yield "Agreement with figures that taught the values verifies the calibration, not the model."


def _values(calibration: Calibration) -> Iterator[str]:
    yield (
        f"Median and 90% interval. *Spread* is the standard deviation relative to the prior's: up "
        f"to {IDENTIFIED} is called identified, up to {PARTLY} partly. Steps of the programme's "
        "path and departures from it are in standard deviations of their prior (sd). What is not "
        "identified is drawn as widely as before."
    )
    yield ""
    yield "| value | unit | prior | posterior | spread | parts | |"
    yield "|---|---|---|---|---|---|---|"
    for value in learned(calibration):
        yield (
            f"| `{value.name}` | {value.unit} | {_three(value.prior)} | "
            f"{_three(value.posterior)} | {value.spread:.2f} | {value.agreement:.3f} | "
            f"{value.identified} |"
        )


def _together(calibration: Calibration) -> Iterator[str]:
    pairs = list(together(calibration))
    attrition = [value for value in learned(calibration) if _is_attrition(value)]
    if pairs:
        yield "The figures tell the combination of these better than each of them:"
        yield ""
        for one, other, correlation in pairs:
            yield f"- `{one}` and `{other}` (correlation {correlation:+.2f})".replace("-0", "−0")
        yield ""
    if attrition and all(value.identified == "not identified" for value in attrition):
        names = ", ".join(f"`{value.name}`" for value in attrition)
        yield (
            f"None of the ways in which people leave without a return is identified ({names}): "
            "figures say how many people were returned, not why others were not. They are drawn "
            "together from the posterior, each as widely as before."
        )


def _is_attrition(value: Learned) -> bool:
    path = value.name
    return path == "casework.accepted" or (path.startswith("barriers.") and "share" in path)


def _figures(comparison: Comparison, prior: Comparison) -> Iterator[str]:
    before = {(row.figure.quantity, row.figure.as_of): row for row in prior.figures}
    yield "| figure | as of | reported | 90% before | median | 50% | 90% | inside |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in comparison.figures:
        if row.role == "input":
            continue
        old = before.get((row.figure.quantity, row.figure.as_of))
        share = row.figure.printed.is_percentage
        inside = "50%" if row.inside50 else "90%" if row.inside90 else "neither"
        yield (
            f"| {row.figure.quantity} | {row.figure.as_of} | {row.figure.reported} | "
            f"{_range(old.p05, old.p95, share) if old else ''} | {_one(row.median, share)} | "
            f"{_range(row.p25, row.p75, share)} | {_range(row.p05, row.p95, share)} | {inside} |"
        )


def _range(low: float, high: float, share: bool) -> str:
    return f"{_one(low, share)} to {_one(high, share)}"


def _one(number: float, share: bool) -> str:
    return f"{100 * number:.2f}%" if share else f"{number:,.0f}".replace("-", "−")


def _three(quantiles: tuple[float, float, float]) -> str:
    low, middle, high = (f"{number:.3g}".replace("-", "−") for number in quantiles)
    return f"{middle} ({low} to {high})"
