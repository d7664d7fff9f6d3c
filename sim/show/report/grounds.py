"""On what does a report rest: what is assumed, what of it matters, and on whose word?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.scenario.explain import assumptions_log
from sim.scenario.schema import Scenario
from sim.show.cells import EXPLAINED, Cells, explained_cells
from sim.show.pages.differing import NOT_SET, how_it_stands
from sim.show.report.parts import Section, Table, tables_of
from sim.show.sensitivity_values import swing_table
from sim.study.briefing import TORNADO_REPLICATIONS, Brief, Briefing

_NOTHING = ("", "", "", "")


def what_matters(briefing: Briefing) -> Section:
    """Return what is assumed, and which values move the answer furthest."""
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


def assumptions(briefing: Briefing) -> Iterator[Section]:
    """Yield every value of the base, what the others assume otherwise, and the sources."""
    base = briefing.briefs[0]
    before = {row.path: explained_cells(row) for row in assumptions_log(base.loaded)}
    yield _log(f"Everything that is assumed: {base.label}", before.values())
    for other in briefing.briefs[1:]:
        after = {row.path: explained_cells(row) for row in assumptions_log(other.loaded)}
        rows = [row for path, row in after.items() if before.get(path, _NOTHING)[1] != row[1]]
        rows += [(path, NOT_SET, "", "") for path in before if path not in after]
        yield _log(f"What is assumed otherwise: {other.label}", rows)
    yield Section("Sources", tables=(_sources(briefing.briefs),))


def _log(title: str, rows: Iterable[Cells]) -> Section:
    return Section(title, tables=(Table(title, EXPLAINED, tuple(rows), is_text=True),))


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
