"""What does a report say, and in what order?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.evidence.comparison import CAUTION
from sim.evidence.perspective import default_perspective, read_perspective
from sim.scenario.explain import Explained, assumptions_log
from sim.scenario.schema import Scenario
from sim.show.cells import (
    COHORT,
    COMPARED,
    EXIT,
    EXPLAINED,
    INDICATOR,
    cohort_cells,
    compared_cells,
    exit_cells,
    explained_cells,
    indicator_cells,
)
from sim.show.contrast_tables import contrast_tables
from sim.show.contrast_words import found_sentence as changes_sentence
from sim.show.contrast_words import little_saved
from sim.show.contrast_words import rests_sentence as changes_rest
from sim.show.limit_sentences import found_sentence as binding_sentence
from sim.show.limit_sentences import limit_paragraphs
from sim.show.limit_sentences import rests_sentence as binding_rests
from sim.show.limit_tables import limit_tables
from sim.show.pages.differing import how_it_stands
from sim.show.pages.found import PEOPLE, cell
from sim.show.pages.reported import PERSPECTIVE, perspective_tables
from sim.show.pages.scenario import titles
from sim.show.report.parts import Section, Table, tables_of
from sim.show.report.pictures import change_pictures, limit_pictures, run_pictures
from sim.show.sensitivity_values import swing_table
from sim.show.words import answer_sentence, condition, day, interval, listed, number
from sim.study.briefing import TORNADO_REPLICATIONS, Brief, Briefing

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
        _what_matters(briefing),
        Section("Results", sections=tuple(_results(briefing))),
        Section("Beside reported figures", sections=tuple(_beside_reported(briefing))),
        _binding(briefing),
        *_changes(briefing),
        _people(briefing),
        _cannot_tell(briefing),
        Section("Assumptions and their sources", sections=tuple(_assumptions(briefing))),
    )


def _summary(briefing: Briefing) -> Section:
    said = []
    for one in briefing.briefs:
        name = f"{one.scenario.name}. " if len(briefing.briefs) > 1 else ""
        said += [f"{name}{answer_sentence(one.result, one.named)}", _detention_sentence(one)]
    if briefing.contrast is not None:
        said.append(changes_sentence(briefing.contrast, briefing.briefs[0].named))
    said.append(binding_sentence(briefing.limits))
    return Section("Summary", tuple(said))


def _detention_sentence(one: Brief) -> str:
    found, scenario = one.result.summaries, one.scenario

    def told(name: str) -> str:
        return f"{number(found[name].median, found[name].unit)} ({interval(found[name])})"

    return (
        f"{condition(scenario)}, then by {day(scenario.scheme.horizon.value)} "
        f"{told('people_detained')} people had been detained under the scheme, for "
        f"{told('person_days_detained')} person-days; {told('released_after_detention')} had been "
        f"released after detention, and the median time in detention of those who had left was "
        f"{told('time_in_detention')} days (medians, with 90% intervals)."
    )


def _what_matters(briefing: Briefing) -> Section:
    base = briefing.briefs[0]
    return Section(
        "What is assumed that matters",
        (
            *([base.scenario.about] if base.scenario.about else []),
            how_it_stands(base.loaded),
            _deterrence_sentence(base.scenario),
            "The table moves one value at a time to either end of what is believed of it, with "
            f"{TORNADO_REPLICATIONS} replications at each end under the same luck, and shows "
            "those that move the answer furthest; chance stands above them.",
        ),
        tables=tables_of([swing_table(base.scenario, briefing.tornado)]),
    )


def _deterrence_sentence(scenario: Scenario) -> str:
    strength = scenario.deterrence.strength
    if strength.value or strength.prior:
        return (
            f"It assumes that arrivals answer to returns, with a strength of {strength.written}"
            f"{' at the centre of a prior' if strength.prior else ''}: an assumption, not a "
            "finding, since nobody has measured it."
        )
    return (
        "It assumes that arrivals do not answer to returns: an assumption, not a finding, since "
        "nobody has measured it."
    )


def _results(briefing: Briefing) -> Iterator[Section]:
    base = briefing.briefs[0]
    for one in briefing.briefs:
        alike = one is not base and one.named not in briefing.apart
        yield Section(
            f"Results: {one.scenario.name}" if len(briefing.briefs) > 1 else "All results",
            (one.scenario.question,) if one.scenario.question else (),
            tuple(run_pictures(one, base if alike else None, briefly=one is not base)),
            (
                Table(
                    f"Indicators on {day(one.result.dates[-1])}",
                    INDICATOR,
                    tuple(indicator_cells(one.result)),
                ),
                Table("Where people end up, on the way out", EXIT, _exits(one, way_in=False)),
                Table("Where applications end up, on the way in", EXIT, _exits(one, way_in=True)),
                Table(
                    "Cohort returns rate: share of a month's arrivals ever returned",
                    COHORT,
                    tuple(cohort_cells(one.result)),
                ),
            ),
        )


def _exits(one: Brief, *, way_in: bool) -> tuple[tuple[str, ...], ...]:
    return tuple(exit_cells(one.result, way_in=way_in))


def _beside_reported(briefing: Briefing) -> Iterator[Section]:
    for one in briefing.briefs:
        if one.compared is not None:
            summary = one.compared.summary.overall
            yield Section(
                f"Reported figures beside {one.scenario.name}",
                (
                    f"Of {summary.figures} reported figures {summary.inside90} lie inside the 90% "
                    f"interval and {summary.inside50} inside the 50% interval. {CAUTION}",
                ),
                tables=(
                    Table(
                        "Reported figures and where they fall among the replications",
                        COMPARED,
                        tuple(compared_cells(row) for row in one.compared.figures),
                    ),
                ),
            )
        else:
            yield Section(
                f"No reported figures beside {one.scenario.name}",
                ("No figure was reported of its days, or it changes what had happened by then.",),
            )
    yield from _perspective(briefing.briefs)


def _perspective(briefs: Iterable[Brief]) -> Iterator[Section]:
    wanted = {group.strip() for one in briefs for group in one.scenario.perspective.split(",")}
    items = [item for item in read_perspective(default_perspective()) if item.group in wanted]
    names = {name: title for one in briefs for name, title in titles(one.loaded).items()}
    if items:
        yield Section(
            "For perspective",
            ("Nothing simulated is compared with these.",),
            tables=tuple(
                Table(heading, PERSPECTIVE, rows, is_text=True)
                for heading, rows in perspective_tables(items, names)
            ),
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
            f"{heading}: {one.scenario.name}" if len(briefing.briefs) > 1 else heading,
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


def _assumptions(briefing: Briefing) -> Iterator[Section]:
    base = briefing.briefs[0]
    log = assumptions_log(base.loaded)
    before = {row.path: explained_cells(row) for row in log}
    yield _log(f"Everything that is assumed: {base.scenario.name}", log)
    for other in briefing.briefs[1:]:
        rows = [
            row
            for row in assumptions_log(other.loaded)
            if before.get(row.path, ("",) * 2)[1] != explained_cells(row)[1]
        ]
        yield _log(f"What is assumed otherwise: {other.scenario.name}", rows)
    yield Section("Sources", tables=(_sources(briefing.briefs),))


def _log(title: str, rows: Iterable[Explained]) -> Section:
    cells = tuple(explained_cells(row) for row in rows)
    return Section(title, tables=(Table(title, EXPLAINED, cells, is_text=True),))


def _sources(briefs: Iterable[Brief]) -> Table:
    """Return the sources that values and figures name."""
    used = {
        source
        for one in briefs
        for source in (
            *(entry.source for entry in one.scenario.assumptions()),
            *(figure.source for figure in one.figures),
        )
    }
    known = {name: source for one in briefs for name, source in one.loaded.sources.items()}
    return Table(
        "Sources of values and figures",
        ("Title", "Publisher", "Published", "Address"),
        tuple(
            (source.title, source.publisher, source.published, source.url or "")
            for name, source in known.items()
            if name in used
        ),
        is_text=True,
    )
