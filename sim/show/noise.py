"""What does a person read about noise in arrivals, and what could be told from it?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from sim.ensemble.quantiles import summarise
from sim.show.words import day, interval, number
from sim.study.noise import Noise, Samples, variation
from sim.study.telling import LEVEL, POWER, Effect, effects, smallest_fall

STRENGTHS = {"p05": "5% of its prior", "centre": "centre", "p95": "95% of its prior"}
NONE_ASSUMED = (
    "This scenario assumes no effect of returns on arrivals (deterrence.strength is 0): an "
    "assumption, not a finding."
)


def show_noise(console: Console, noise: Noise) -> None:
    """Print how much arrivals vary, the smallest fall that could be told, and what would do it."""
    days = (noise.last_day - noise.first_day).days + 1
    console.print(
        f"People who arrive by small boat, {day(noise.first_day)} to {day(noise.last_day)} "
        f"({days} days), if returns had no effect on arrivals",
        style="bold",
        markup=False,
        highlight=False,
    )
    console.print(
        f"{noise.scenario.name}. {noise.drawn.size} replications, seed {noise.seed}.",
        style="dim",
        markup=False,
    )
    console.print()
    console.print(_noise_table(noise))
    console.print(
        f"\nA fall could be told if, {POWER:.0%} of the time, it brought arrivals below what "
        f"{LEVEL:.0%} of such windows fall below by chance. What is told from chance need not be "
        "the scheme's doing.",
        highlight=False,
    )
    found = effects(noise)
    if not found:
        console.print(NONE_ASSUMED, highlight=False)
        return
    chance = summarise(noise.perceived, "share")
    console.print(
        f"\nAssumed, not found: attempts fall by the strength × the perceived chance of return, "
        f"simulated as {number(chance.median, 'share')} (90% interval {interval(chance)}).",
        highlight=False,
    )
    console.print(_effect_table(found))
    console.print(
        "Rates are returns rates: from which a fall could be told, the level known and not known; "
        "and at which nobody would cross, which follows from a straight line that nobody has seen "
        "so far out: an assumption of the model, not a finding."
    )


def noise_document(noise: Noise, file: str) -> dict[str, Any]:
    """Return the JSON document of the noise in arrivals.

    Parameters
    ----------
    noise
        What was found.
    file
        The scenario as it was named.
    """
    return {
        "scenario": noise.scenario.name,
        "file": file,
        "seed": noise.seed,
        "replications": int(noise.drawn.size),
        "first_day": noise.first_day.isoformat(),
        "last_day": noise.last_day.isoformat(),
        "power": POWER,
        "level": LEVEL,
        "arrivals": {"level_known": _row(noise.fixed), "level_not_known": _row(noise.drawn)},
        "perceived_chance": summarise(noise.perceived, "share").as_dict(),
        "effects": [
            {key: value for key, value in asdict(effect).items() if key != "fall"}
            | {"fall": effect.fall.as_dict()}
            for effect in effects(noise)
        ],
    }


def _row(samples: Samples) -> dict[str, float]:
    low, middle, high = np.quantile(samples, (0.05, 0.5, 0.95)).tolist()
    return {
        "cv": variation(samples),
        "p05": low,
        "median": middle,
        "p95": high,
        "smallest_fall": smallest_fall(samples),
    }


def _noise_table(noise: Noise) -> Table:
    table = _table("The year's level", "Variation", "Median", "90% interval", "Smallest fall told")
    for label, samples in (("known", noise.fixed), ("not known", noise.drawn)):
        summary = summarise(samples, "people")
        table.add_row(
            label,
            f"{variation(samples):.0%}",
            number(summary.median),
            interval(summary),
            f"{smallest_fall(samples):.0%}",
        )
    return table


def _effect_table(found: list[Effect]) -> Table:
    table = _table(
        "Strength",
        "",
        "Fall in attempts",
        "90% interval",
        "Rate that shows",
        "Level not known",
        "Rate that stops",
    )
    for effect in found:
        table.add_row(
            STRENGTHS[effect.of],
            f"{effect.strength:.1f}",
            number(effect.fall.median, "share"),
            interval(effect.fall),
            *(_rate(rate) for rate in (effect.shows_fixed, effect.shows_drawn, effect.stops)),
        )
    return table


def _rate(rate: float | None) -> str:
    return "no rate" if rate is None else number(rate, "share")


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column, heading in enumerate(headings):
        table.add_column(heading, justify="right" if column else "left")
    return table
