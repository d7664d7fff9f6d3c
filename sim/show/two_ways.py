"""What happened to one person with a change, and without it?

Both are told by the same invented person's luck: the same boat, the same place aboard.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.luck.luck import Luck
from sim.model.cases import Cases
from sim.model.outline import Outline, outline
from sim.model.records import Records
from sim.model.replicate import ENGINES, prepare
from sim.show.story import Sentence, lines, moment, tell_person, with_others
from sim.study.contrasting.absence import Absence, Why, find_absence
from sim.study.contrasting.contrast import Contrast
from sim.study.contrasting.swaps import Only

WITH = "returned only with the change"
WITHOUT = "returned only without it"

NOT_THERE = {
    Why.STAYED: "Does not come: the boat does not set out, as attempts have fallen.",
    Why.PLACE_TAKEN: (
        "Is not among the observed arrivals: somebody who came back after a return is counted in "
        "their place."
    ),
    Why.OUT_OF_SCOPE: "Arrives by small boat {others}, and the scheme cannot take them.",
    Why.NOT_SELECTED: "Arrives by small boat {others}, and is not selected.",
}


@dataclass(frozen=True, slots=True)
class TwoWays:
    """One invented person in two worlds.

    Attributes
    ----------
    kind
        :data:`WITH` or :data:`WITHOUT`.
    replication
        Where they are the first of their kind.
    with_it, without
        What happens to them with the change, and without it, in order of time.
    """

    kind: str
    replication: int
    with_it: tuple[Sentence, ...]
    without: tuple[Sentence, ...]

    def as_text(self) -> str:
        """Return both ways as Markdown, an item a sentence."""
        return "\n\n".join(
            [
                f"An invented person, {self.kind} (replication {self.replication}). "
                "With the change:",
                _items(self.with_it),
                "The same person without it:",
                _items(self.without),
            ]
        )


def two_ways(contrast: Contrast, name: str) -> list[TwoWays]:
    """Tell of the first person of each kind, where there is one.

    Parameters
    ----------
    contrast
        What was found.
    name
        Of the other scenario.
    """
    versus, settings = contrast.others[name], contrast.settings
    if versus.swaps is None:
        return []
    worlds = [outline(side.scenario, settings.at_central) for side in (versus.other, versus.base)]
    kinds = ((WITH, versus.swaps.only_with), (WITHOUT, versus.swaps.only_without))
    return [
        told
        for kind, only in kinds
        if (told := _told(kind, only, worlds, settings.seed, settings.engine))
    ]


def _told(kind: str, only: Only, worlds: list[Outline], seed: int, engine: str) -> TwoWays | None:
    if only.replication is None or only.person is None:
        return None
    with_it, without = (
        _way(prepared, Luck(seed, only.replication), engine, only.person) for prepared in worlds
    )
    return TwoWays(kind, only.replication, with_it, without)


def _way(prepared: Outline, luck: Luck, engine: str, person: int) -> tuple[Sentence, ...]:
    """Run a replication again and tell of one person in it."""
    plan, cases = prepare(prepared, luck)
    records = ENGINES[engine](plan, cases)
    absence = find_absence(cases, records, person)
    if absence is not None:
        return (_not_there(cases, records, absence),)
    return tell_person(records, prepared.releasing, person).sentences


def _not_there(cases: Cases, records: Records, absence: Absence) -> Sentence:
    others = with_others(int(records.boats.people[absence.boat]))
    what = NOT_THERE[absence.why].format(others=others)
    return moment(records, int(cases.boats.landed[absence.boat])), what


def _items(sentences: tuple[Sentence, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines(sentences))
