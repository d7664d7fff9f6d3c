"""What does the page of one scenario say?

The question, what differs, what the model finds, who is affected and what it costs, beside what
was reported, and then what it rests on, what would change it and what cannot be known.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.evidence.perspective import Perspective
from sim.scenario.load import Loaded
from sim.show.pages.arrivals import noise_part
from sim.show.pages.differing import differences_table, how_it_stands
from sim.show.pages.found import MAIN, MONEY, PEOPLE, found_table, swept_table
from sim.show.pages.markdown import joined
from sim.show.pages.reported import compared_part, perspective_part
from sim.show.sweeps import sweep_sentence
from sim.show.words import plain_sentence
from sim.study.portrait import Portrait


def scenario_page(portrait: Portrait, perspective: Sequence[Perspective]) -> str:
    """Write the page of a scenario in Markdown.

    Parameters
    ----------
    portrait
        The scenario and what it finds.
    perspective
        All figures of other schemes and reported costs; the scenario says which groups it shows.
    """
    scenario = portrait.loaded.scenario
    groups = {group.strip() for group in scenario.perspective.split(",")}
    beside = perspective_part(
        [item for item in perspective if item.group in groups], titles(portrait.loaded)
    )
    return joined(
        (
            f"# {scenario.name}",
            f"**{scenario.question}**" if scenario.question else "",
            scenario.about,
            _differences(portrait),
            "## What the model finds",
            _sentence(portrait),
            _tables(portrait, MAIN),
            "## Who is affected",
            _tables(portrait, PEOPLE),
            "## What it costs",
            _costs(portrait),
            f"## Beside what was reported\n\n{_reported(portrait, beside)}",
            *_arrivals(portrait),
            "## What it rests on",
            f"{how_it_stands(portrait.loaded)} `sim assumptions {portrait.name}` prints all of "
            "them, those that rest on least first.",
            *_said("What would change it", scenario.would_change),
            *_said("What the model cannot know", scenario.cannot_know),
            _made(portrait),
        )
    )


def _differences(portrait: Portrait) -> str:
    if portrait.parent is None:
        return "It is a baseline: other scenarios extend it."
    its = portrait.parent.scenario
    return joined(
        (
            "## What differs",
            f"It extends *{its.name}* and changes this:",
            differences_table(portrait.loaded, portrait.parent),
        )
    ).rstrip("\n")


def _sentence(portrait: Portrait) -> str:
    scenario = portrait.loaded.scenario
    if portrait.swept is not None:
        return f"{sweep_sentence(portrait.swept)} No value between them is a verdict."
    return plain_sentence(portrait.result.summaries, scenario.scheme.horizon.value)


def _tables(portrait: Portrait, names: dict[str, str]) -> str:
    if portrait.swept is not None:
        return swept_table(names, portrait.swept)
    return found_table(names, portrait.result, portrait.beside)


def _costs(portrait: Portrait) -> str:
    if portrait.result.summaries["cost"].median is None:
        return "The scenario states no unit costs."
    return joined(
        (
            _tables(portrait, MONEY),
            "Only what the scenario gives a unit cost is counted; `sim explain "
            f"{portrait.name} costs` says which.",
        )
    ).rstrip("\n")


def _reported(portrait: Portrait, beside: str) -> str:
    parts = [compared_part(portrait.compared) if portrait.compared else "", beside]
    return "\n\n".join(part for part in parts if part) or "Nothing was reported of these days."


def _arrivals(portrait: Portrait) -> Sequence[str]:
    if portrait.noise is None:
        return ()
    return ("## Arrivals beside their noise", noise_part(portrait.noise))


def _said(heading: str, text: str) -> Sequence[str]:
    return (f"## {heading}", text) if text else ()


def _made(portrait: Portrait) -> str:
    swept = portrait.swept
    how = f"`sim run {portrait.name}` with {portrait.result.replications} replications"
    if swept is not None:
        each = swept.points[0][1].replications
        how = f"`sim sweep {portrait.name}` with {each} replications at each value"
    return (
        "---\n\n"
        f"Made by `sim page {portrait.name}` from the scenario file and {how}, seed "
        f"{portrait.result.seed}. Intervals hold what is uncertain in the values as well as "
        "chance; a median of this many replications moves a little with the seed."
    )


def titles(loaded: Loaded) -> dict[str, str]:
    """Return how pages name each source, by id."""
    return {
        name: f"{source.title} ({source.publisher}, {source.published})"
        for name, source in loaded.sources.items()
    }
