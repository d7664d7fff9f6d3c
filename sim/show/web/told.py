"""What of an answer goes to the browser?

The same words and numbers whether a script draws them or the server does.
"""

from __future__ import annotations

from typing import Any

from sim.ensemble.result import Result
from sim.outcomes.indicators import INDICATORS
from sim.show.contrast_words import changes, written
from sim.show.plots.looks import Picture, sentence
from sim.show.web.answers import COMPARED, PREVIEW, Answer
from sim.show.web.drawn import THIS, beside_name, pictures
from sim.show.web.setting import OWN, Asked
from sim.show.words import answer_sentence, condition, day, how_drawn, interval, number

SHOWN = (
    *("arrivals", "people_detained", "returns", "returns_rate", "cohort_returns_rate"),
    *("returns_per_week", "inbound", "net_flow", "net_arrivals", "time_to_return"),
    *("time_in_detention", "detained_over_28_days", "person_days_detained"),
    *("released_after_detention", "not_taken", "peak_occupancy", "waiting_for_a_flight"),
    *("seats", "seats_unused", "flights", "cost"),
)
"""Indicators of the page's table, in order."""


def told(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON.

    Returns
    -------
    dict
        Sentences, the rows of both tables, for each chart what it says and its data by the name of
        the dataset, and what copies the setting.
    """
    asked, result = answer.asked, answer.result
    return {
        "final": answer.is_final,
        "replications": result.replications,
        "sentence": answer_sentence(result, asked.setting.named),
        "rests": _rests(answer),
        "difference": _difference(answer),
        "indicators": [_indicator(result, name) for name in SHOWN],
        "differences": _differences(answer),
        "charts": {name: _chart(picture) for name, picture in pictures(answer).items()},
        "yaml": asked.setting.scenario_text,
        "link": asked.link(),
        "command": _command(asked),
    }


def _chart(picture: Picture) -> dict[str, Any]:
    caption = picture.caption
    return {
        "title": caption.title,
        "drawn": caption.drawn,
        "condition": caption.condition,
        "source": caption.source,
        "alternative": caption.description,
        "data": picture.data,
    }


def _indicator(result: Result, name: str) -> list[str]:
    summary = result.summaries[name]
    return [
        _about(name),
        number(summary.median, summary.unit),
        interval(summary, inner=True),
        interval(summary),
    ]


def _about(name: str) -> str:
    """Say what an indicator is, and its unit where the number does not show it."""
    about, unit = INDICATORS[name].about, INDICATORS[name].unit
    return sentence(f"{about}, in days" if unit == "days" else about)


def _rests(answer: Answer) -> str:
    result = answer.result
    width = 100 * max(result.half_widths.values())
    known = f"±{width:.1f}%" if width < float("inf") else "a width that is undefined"
    sure = (
        f"the medians of returns and inbound are known to {known}"
        if width
        else "the medians of returns and inbound do not vary"
    )
    first = result.replications == PREVIEW
    sweep = result.scenario.sweep
    unknown = f" No median is central: {sweep.path} is not known." if sweep else ""
    kind = "Answer" if answer.is_final else "Preview" if first else "So far, the answer"
    return (
        f"{kind} of {result.replications:,} replications, seed {result.seed}, "
        f"{how_drawn(result.at_central)}; {sure}.{unknown}"
    )


def _difference(answer: Answer) -> str:
    if answer.differences is None:
        return answer.unpaired
    scenario, than = answer.result.scenario, beside_name(answer.asked)
    return (
        f"{condition(scenario)}, then by {day(scenario.scheme.horizon.value)} {THIS} instead "
        f"of {than} would change {changes(answer.differences)} (medians of the differences between "
        f"{answer.result.replications:,} pairs of replications under the same luck, with 90% "
        "intervals)."
    )


def _differences(answer: Answer) -> list[list[str]]:
    if answer.differences is None or answer.beside is None:
        return []
    return [
        [
            _about(name),
            number(answer.beside.summaries[name].median, INDICATORS[name].unit),
            number(answer.result.summaries[name].median, INDICATORS[name].unit),
            written(answer.differences[name], INDICATORS[name].unit),
        ]
        for name in COMPARED
    ]


def _command(asked: Asked) -> str:
    named = asked.setting.named
    saved = f" (with this scenario saved as {OWN})" if named == OWN else ""
    return f"sim run {named} --precision {asked.precision} --seed {asked.seed}{saved}"
