"""What does the page look like before a script runs, or without one?"""

from __future__ import annotations

from base64 import b64encode

from sim.scenario.listing import Listed, listed
from sim.show.plots.drawing import as_svg
from sim.show.plots.every import RUN_CHARTS
from sim.show.templates import templates
from sim.show.web.answers import Answer
from sim.show.web.drawn import charts
from sim.show.web.levers import Lever
from sim.show.web.setting import PINNED, PRECISIONS, Asked, levers
from sim.show.web.told import told


def page(token: str, asked: Asked, answer: Answer | None = None, problem: str = "") -> str:
    """Write the page.

    Parameters
    ----------
    token
        That its requests have to carry.
    asked
        Where the levers stand.
    answer
        What is shown below them; nothing if the browser is to ask for it.
    problem
        Why there is no answer, with what to write instead.
    """
    found = levers(asked.setting.scenario)
    scenario = next(one for one in listed() if one.name == asked.setting.scenario)
    pinned = asked.pinned.fields() if asked.pinned else {}
    return (
        templates("sim.show.web")
        .get_template("page.html.j2")
        .render(
            token=token,
            asked=asked,
            title=scenario.title,
            question=scenario.question,
            groups=_groups(),
            levers=found,
            places=_places(asked, found),
            precisions=PRECISIONS,
            pinned={f"{PINNED}{name}": value for name, value in pinned.items()},
            charts=RUN_CHARTS,
            told=told(answer) if answer else None,
            drawings=_drawings(answer) if answer else None,
            status="There is no answer to this setting." if problem else "",
            problem=problem,
        )
    )


def _places(asked: Asked, found: dict[str, Lever]) -> dict[str, str]:
    """Return where each lever stands, as a form has it."""
    moved = asked.setting.moved
    return {name: f"{moved.get(name, lever.start):.10g}" for name, lever in found.items()}


def _groups() -> dict[str, list[Listed]]:
    groups: dict[str, list[Listed]] = {}
    for scenario in listed():
        groups.setdefault(scenario.group, []).append(scenario)
    return groups


def _drawings(answer: Answer) -> dict[str, str]:
    """Return every chart as a picture that stands in the page itself."""
    return {
        name: f"data:image/svg+xml;base64,{b64encode(as_svg(draw()).encode()).decode()}"
        for name, draw in charts(answer).items()
    }
