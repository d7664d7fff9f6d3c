"""What does a report say, and in what order?"""

from __future__ import annotations

from collections.abc import Iterator

from sim.show.contrast_tables import contrast_tables
from sim.show.contrast_words import found_sentence as changes_sentence
from sim.show.contrast_words import little_saved
from sim.show.contrast_words import rests_sentence as changes_rest
from sim.show.limit_sentences import found_sentence as binding_sentence
from sim.show.limit_sentences import limit_paragraphs
from sim.show.limit_sentences import rests_sentence as binding_rests
from sim.show.limit_tables import limit_tables
from sim.show.pages.found import PEOPLE, cell
from sim.show.report.grounds import assumptions, what_matters
from sim.show.report.parts import Section, Table, tables_of
from sim.show.report.pictures import change_pictures, limit_pictures
from sim.show.report.results import beside_reported, results
from sim.show.words import answer_sentence, condition, day, interval, listed, number
from sim.study.briefing import Brief, Briefing

CANNOT = (
    "These are conditional projections: what would follow if capacity, casework and arrivals took "
    "the course that the scenario states. They are no forecasts of policy.",
    "Intervals hold chance and what the scenario says is uncertain. They do not hold that the "
    "model itself may be wrong, or that a value outside its prior may be true.",
    "The model counts people who are held, released and returned. Whether a decision about a "
    "person was right is outside it, and so is whether a policy is.",
    "Arrivals differ by weather and by much else that no scenario says; a difference between "
    "months need not come from the scheme.",
)
"""What no scenario can tell."""


def sections(briefing: Briefing) -> tuple[Section, ...]:
    """Return the sections of a report."""
    return (
        _summary(briefing),
        what_matters(briefing),
        Section("Results", sections=tuple(results(briefing))),
        Section("Beside reported figures", sections=tuple(beside_reported(briefing))),
        _binding(briefing),
        *_changes(briefing),
        _people(briefing),
        _cannot_tell(briefing),
        Section("Assumptions and their sources", sections=tuple(assumptions(briefing))),
    )


def _summary(briefing: Briefing) -> Section:
    said = []
    for one in briefing.briefs:
        whose = _whose(one, briefing)
        said += [
            f"{whose}{answer_sentence(one.result, one.named)}",
            f"{whose}{_detention_sentence(one)}",
        ]
    if briefing.contrast is not None:
        said.append(changes_sentence(briefing.contrast, briefing.briefs[0].named))
    said.append(f"{_whose(briefing.briefs[0], briefing)}{binding_sentence(briefing.limits)}")
    return Section("Summary", tuple(said))


def _whose(one: Brief, briefing: Briefing) -> str:
    """Name the scenario of a sentence where there are several, so that it can be quoted alone."""
    return f"{one.label}. " if len(briefing.briefs) > 1 else ""


def _detention_sentence(one: Brief) -> str:
    found, scenario = one.result.summaries, one.scenario

    def told(name: str) -> str:
        return f"{number(found[name].median, found[name].unit)} ({interval(found[name])})"

    when = f"{condition(scenario)}, then by {day(scenario.scheme.horizon.value)}"
    if not found["people_detained"].p95:
        return f"{when}, nobody had been detained under the scheme."
    return (
        f"{when}, {told('people_detained')} people had been detained under the scheme, for "
        f"{told('person_days_detained')} person-days; {told('released_after_detention')} had been "
        f"released after detention, and the median time in detention of those who had left was "
        f"{told('time_in_detention')} days (medians, with 90% intervals)."
    )


def _binding(briefing: Briefing) -> Section:
    study = briefing.limits
    return Section(
        "Which limit binds",
        (binding_sentence(study), binding_rests(study), *limit_paragraphs(study)),
        tuple(limit_pictures(study)),
        tables_of(limit_tables(study)),
    )


def _changes(briefing: Briefing) -> Iterator[Section]:
    base, contrast = briefing.briefs[0], briefing.contrast
    if len(briefing.briefs) == 1:
        return
    said: list[str] = []
    if contrast is not None:
        little = little_saved(contrast)
        said += [changes_sentence(contrast, base.named), changes_rest(contrast)]
        said += [little] if little else []
    if briefing.apart:
        said.append(
            f"{listed(briefing.apart)}: of other days than {base.named}, so that there is no "
            "contrast; give both the same first day and horizon."
        )
    yield Section(
        f"Differences from {base.named}",
        tuple(said),
        tuple(change_pictures(contrast)) if contrast else (),
        tables_of(contrast_tables(contrast, base.named)) if contrast else (),
    )


def _people(briefing: Briefing) -> Section:
    results = [one.result for one in briefing.briefs]
    names = [one.named for one in briefing.briefs]
    return Section(
        "Who is affected",
        ("Each number counts people: those who were held, for how long, and what became of them.",),
        tables=(
            Table(
                "People in detention and after it: median (90% interval)",
                ("", *names),
                tuple(
                    (words, *(cell(result.summaries[name]) for result in results))
                    for name, words in PEOPLE.items()
                ),
            ),
        ),
    )


def _cannot_tell(briefing: Briefing) -> Section:
    own = [
        Section(
            f"{heading}: {one.label}" if len(briefing.briefs) > 1 else heading,
            (text,),
        )
        for one in briefing.briefs
        for heading, text in (
            ("What the scenario cannot know", one.scenario.cannot_know),
            ("What would change it", one.scenario.would_change),
        )
        if text
    ]
    return Section("What this cannot tell", CANNOT, sections=tuple(own))
