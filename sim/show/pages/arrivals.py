"""What would an assumed deterrence do to arrivals, beside the noise that they have anyway?"""

from __future__ import annotations

from sim.ensemble.quantiles import summarise
from sim.show.pages.markdown import table
from sim.show.words import day, interval, number
from sim.study.noise import Noise, variation
from sim.study.telling import LEVEL, POWER, effects, smallest_fall

WHICH = {"p05": "5% of its prior", "centre": "as assumed", "p95": "95% of its prior"}


def noise_part(noise: Noise) -> str:
    """Write what arrivals vary by, what falls could be told, and what the scenario assumes."""
    known, drawn = noise.fixed, noise.drawn
    chance = summarise(noise.perceived, "share")
    rows = [
        (
            f"{effect.strength:g}, {WHICH[effect.of]}",
            f"{number(effect.fall.median, 'share')} ({interval(effect.fall)})",
            _rate(effect.shows_fixed),
            _rate(effect.stops),
        )
        for effect in effects(noise)
    ]
    headings = ("strength", "fall in attempts", "rate that shows", "rate that stops crossings")
    return "\n\n".join(
        (
            f"From {day(noise.first_day)} to {day(noise.last_day)} arrivals vary by "
            f"{variation(known):.0%} with no policy at all (coefficient of variation, the year's "
            f"level known; {variation(drawn):.0%} if it is not). A fall has to be "
            f"{smallest_fall(known):.0%} or more to be told from that in {POWER:.0%} of cases "
            f"({LEVEL:.0%} false alarms), and {smallest_fall(drawn):.0%} or more if the level is "
            f"not known. The perceived chance of return is simulated as "
            f"{number(chance.median, 'share')} ({interval(chance)}).",
            table(headings, rows),
            "The rate that shows is the returns rate from which a fall could be told, the level "
            "known. The rate that stops crossings follows from the straight line that is assumed "
            "between returns and attempts: it is an assumption, and nobody has seen it.",
        )
    )


def _rate(rate: float | None) -> str:
    return "none" if rate is None else f"{rate:.0%}" if rate >= 0.1 else f"{rate:.1%}"
