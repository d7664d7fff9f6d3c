"""What does a person read of what it would take?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.ensemble.quantiles import Summary
from sim.outcomes.indicators import INDICATORS
from sim.scenario.catalogue import spec_at
from sim.show.findings import Finding, FoundTable
from sim.show.limit_words import binding_words, limit_words
from sim.show.words import condition, day, how_drawn, interval, number
from sim.study.solving.solution import Answer, Solution
from sim.study.solving.targets import Target


def solution_finding(solution: Solution, named: str) -> Finding:
    """Say what it would take.

    Parameters
    ----------
    solution
        What was found.
    named
        The scenario as it was named.
    """
    return Finding(
        title=f"What it would take: {solution.target.written}, by {solution.lever.path}",
        found=_found(solution),
        rests=_rests(solution),
        document=_document(solution, named),
        tables=(_curve_table(solution),),
        paragraphs=(_next(solution), *_several(solution)),
        charts=_charts(solution),
    )


def target_words(target: Target) -> str:
    """Say what is to be reached, and how surely."""
    info = INDICATORS[target.indicator]
    side = "at least" if target.at_least else "at most"
    sure = (
        "at the median"
        if target.confidence == 0.5
        else f"in {100 * target.confidence:g}% of replications"
    )
    name = target.indicator.replace("_", " ")
    return f"{name} ({info.about}) to be {side} {number(target.level, info.unit)} {sure}"


def _found(solution: Solution) -> str:
    lever, answer = solution.lever, solution.answer
    as_of = day(solution.scenario.scheme.horizon.value)
    about = f"{lever.path} ({spec_at(lever.path).about})"
    opening = (
        f"{condition(solution.scenario, moved=[lever.path])}, then for "
        f"{target_words(solution.target)} by {as_of}, "
    )
    if answer is not None:
        return (
            f"{opening}it takes {stretch_words(solution, answer)} of {about} (95% interval "
            f"{interval_words(solution, answer)}); {_needed(solution, answer)}."
        )
    tried = f"{tried_words(solution)} of {about}"
    if solution.always:
        return f"{opening}any of the {tried} will do{_doubt(solution)}."
    best = solution.at(solution.at_best)
    if best.median is None:
        return f"{opening}there is no answer: it is undefined at all of the {tried}."
    met = solution.target.met(solution.samples_at(solution.at_best)).mean()
    return (
        f"{opening}the answer is not within the range: none of the {tried} will do"
        f"{_doubt(solution)}. At {lever.written(solution.at_best)}, which comes nearest, it is "
        f"{_summary(best)}, and {100 * met:.0f}% of replications reach the target."
    )


def tried_words(solution: Solution) -> str:
    """Say how many settings were tried, and from where to where."""
    settings = solution.curve.settings
    low, high = (solution.lever.written(settings[end]) for end in (0, -1))
    return f"{len(settings)} settings from {low} to {high}"


def _doubt(solution: Solution) -> str:
    """Say so where more replications might say otherwise."""
    if not solution.doubt:
        return ""
    return f", although {100 * solution.doubt:.0f}% of resampled runs say otherwise"


def stretch_words(solution: Solution, answer: Answer) -> str:
    """Write at which settings the target is reached, as far as the range goes."""
    settings, (low, high) = solution.curve.settings, answer.stretch
    if low > settings[0] and high < settings[-1]:
        return _between(solution, answer.stretch)
    side = "or more" if low > settings[0] else "or less"
    return f"{solution.lever.written(answer.setting)} {side}"


def interval_words(solution: Solution, answer: Answer) -> str:
    """Write the 95% interval of an answer; an end may lie outside the range."""
    low, high = (
        f"{outside} {solution.lever.written(solution.lever.settings[place])}"
        if end is None
        else solution.lever.written(end)
        for end, place, outside in zip(answer.interval, (0, -1), ("below", "above"), strict=True)
    )
    return f"{low} to {high}"


def _needed(solution: Solution, answer: Answer) -> str:
    """Say what single replications need, where chance and what is not known differ."""
    low, high = answer.needed.p05, answer.needed.p95
    if low is None or high is None:
        return "no single replication reaches it within the range"
    said = (
        "taken one by one, replications that reach it within the range need "
        f"{_between(solution, (low, high))} (90% interval)"
    )
    if answer.out_of_range:
        said += f", and {100 * answer.out_of_range:.0f}% do not reach it within the range"
    return said


def _rests(solution: Solution) -> str:
    short = "" if solution.is_precise else ", short of the precision"
    drawn = how_drawn(solution.at_central)
    return (
        f"This rests on {solution.replications:,} replications of each of "
        f"{len(solution.curve.settings)} settings under the same luck, seed {solution.seed}, "
        f"{drawn}{short}; {solution.lever.path} is set on every day on which the scenario has any "
        "of it: it is not drawn and does not grow."
    )


def _next(solution: Solution) -> str:
    where = (
        f"At {solution.lever.written(solution.at_best)}, by {solution.priced:,} pairs of "
        "replications for each other limit,"
    )
    if solution.next is None:
        return f"{where} no unit of any of them is established to buy a return."
    return f"{where} {limit_words(solution.next.price)} binds next: {binding_words(solution.next)}."


def _several(solution: Solution) -> tuple[str, ...]:
    """Say so where the target is reached in several stretches of the range."""
    if len(solution.reached) < 2 and not _ends_inside(solution):
        return ()
    stretches = "; ".join(_between(solution, stretch) for stretch in solution.reached)
    return (
        "More of the lever is not always better for this target. It is reached in these stretches "
        f"of the range, as far as settings were tried: {stretches}.",
    )


def _ends_inside(solution: Solution) -> bool:
    settings = solution.curve.settings
    return any(low > settings[0] and high < settings[-1] for low, high in solution.reached)


def _between(solution: Solution, ends: tuple[float, float]) -> str:
    return " to ".join(solution.lever.written(end) for end in ends)


def _summary(summary: Summary) -> str:
    return f"{number(summary.median, summary.unit)} (90% interval {interval(summary)})"


def _curve_table(solution: Solution) -> FoundTable:
    settings = solution.curve.settings.tolist()
    rows = [(setting, solution.at(setting)) for setting in settings]
    met = [solution.target.met(samples).mean() for samples in solution.curve.samples]
    scale, unit = solution.lever.scale, solution.lever.entry.unit
    return FoundTable(
        "curve",
        f"{solution.target.indicator} at every setting that was tried",
        (solution.lever.path, "median", "90% interval", "replications that reach the target"),
        tuple(
            (
                solution.lever.written(setting),
                number(summary.median, summary.unit),
                interval(summary),
                f"{100 * share:.0f}%",
            )
            for (setting, summary), share in zip(rows, met, strict=True)
        ),
        ("setting", "unit", "p05", "p25", "median", "p75", "p95", "share_reached"),
        tuple(
            (setting / scale, unit, s.p05, s.p25, s.median, s.p75, s.p95, float(share))
            for (setting, s), share in zip(rows, met, strict=True)
        ),
    )


def _document(solution: Solution, named: str) -> dict[str, Any]:
    lever, target, answer = solution.lever, solution.target, solution.answer
    price = solution.next.price if solution.next else None

    def shown(setting: float | None) -> float | None:
        return None if setting is None else setting / lever.scale

    return {
        "scenario": solution.scenario.name,
        "file": named,
        "seed": solution.seed,
        "replications": solution.replications,
        "at": "central" if solution.at_central else "drawn",
        "as_of": solution.scenario.scheme.horizon.value.isoformat(),
        "vary": lever.path,
        "unit": lever.entry.unit,
        "between": [shown(float(lever.settings[end])) for end in (0, -1)],
        "until": {
            "indicator": target.indicator,
            "sign": ">=" if target.at_least else "<=",
            "level": target.level,
            "confidence": target.confidence,
        },
        "sentence": _found(solution),
        "within_range": answer is not None or solution.always,
        "doubt": solution.doubt,
        "is_precise": solution.is_precise,
        "answer": answer
        and {
            "setting": shown(answer.setting),
            "reached_from": shown(answer.stretch[0]),
            "reached_to": shown(answer.stretch[1]),
            "low": shown(answer.interval[0]),
            "high": shown(answer.interval[1]),
            "needed": {
                name: shown(getattr(answer.needed, name))
                for name in ("p05", "p25", "median", "p75", "p95")
            },
            "out_of_range": answer.out_of_range,
        },
        "reached": [[shown(end) for end in stretch] for stretch in solution.reached],
        "next": price
        and {
            "limit": price.relaxation.limit.name.lower(),
            "unit": price.relaxation.unit,
            "returns": price.gains["returns"].mean,
        },
        "curve": [
            {"setting": shown(setting), **solution.at(setting).as_dict()}
            for setting in solution.curve.settings.tolist()
        ],
    }


def _charts(solution: Solution) -> dict[str, Callable[[], Any]]:
    def curve() -> Any:
        from sim.show.plots.solving import curve_chart

        return curve_chart(solution)

    return {"curve": curve}
