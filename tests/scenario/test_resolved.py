"""A resolved scenario runs again anywhere, and means the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sim.scenario.catalogue import OWN_TEXTS
from sim.scenario.library import names
from sim.scenario.load import Loaded, load_with_sources
from sim.scenario.problems import Place
from sim.scenario.resolved import copy_with_data, write_resolved
from sim.scenario.sources import sources_beside

Write = Callable[..., Path]

ODDITIES = """
about: "a: b # c \\x07 \\U0001F6A4 \\"quoted\\" - and so on"
question: "#1: [is] it {so}?"
cannot_know: '- "everything"'
would_change: anything
detention:
  places:
    value: {start: 5, 2025-10-01: {exactly: 7}, 2025-11-01: 9}
    status: lever
    why: "[brackets], #hash: and 'quotes'"
    prior: {factor: {uniform: {low: 0.9, high: 1.2345678901234}}}
    follows: programme
    departure: 0.0333333333333
    review_by: 2026-06-30
selection: {daily_limit: {2025-08-06: 3}, share: 12.5%}
balance:
  reset: 3
  inbound_lead: 1,234
casework: {reply: {mean: 36 h}, notice: 100 min}
counterfactual: true
"""


def _as_kept(loaded: Loaded) -> list[object]:
    """Every parameter without the place it was read from."""
    nowhere = Place("")
    return [replace(entry, place=nowhere) for entry in loaded.scenario.assumptions()]


def _assert_the_same(one: Loaded, other: Loaded) -> None:
    assert _as_kept(one) == _as_kept(other)
    assert one.sources == other.sources
    for key in (*OWN_TEXTS, "counterfactual", "weeks", "empty_days", "posterior"):
        assert getattr(one.scenario, key) == getattr(other.scenario, key)
    figures = [Path(loaded.scenario.figures) for loaded in (one, other)]
    assert figures[0].read_bytes() == figures[1].read_bytes()


@pytest.mark.parametrize("name", names())
def test_every_shipped_scenario_resolves_to_the_same(name: str, tmp_path: Path) -> None:
    loaded = load_with_sources(name)
    _assert_the_same(loaded, load_with_sources(copy_with_data(loaded, tmp_path)))


def test_odd_texts_and_exact_steps_survive(write: Write, tmp_path: Path) -> None:
    loaded = load_with_sources(write(ODDITIES))
    assert loaded.scenario.about.startswith("a: b # c \x07 🚤")
    path = copy_with_data(loaded, tmp_path / "kept")
    _assert_the_same(loaded, load_with_sources(path))
    assert "{start: 5, 2025-10-01: {exactly: 7}, 2025-11-01: 9}" in path.read_text("utf-8")


def test_a_kept_scenario_may_be_moved(tmp_path: Path) -> None:
    loaded = load_with_sources("pilot")
    copy_with_data(loaded, tmp_path / "here")
    shutil.move(tmp_path / "here", tmp_path / "there")
    _assert_the_same(loaded, load_with_sources(tmp_path / "there/resolved.yaml"))


def test_a_resolved_scenario_is_written_the_same_when_resolved_again(tmp_path: Path) -> None:
    def values(text: str) -> list[str]:
        return [line.partition(" #")[0] for line in text.splitlines() if line[:1] != "#"]

    loaded = load_with_sources("more_places")
    again = load_with_sources(copy_with_data(loaded, tmp_path))
    assert values(write_resolved(again)) == values(write_resolved(loaded))


def test_a_resolved_value_names_the_line_it_came_from() -> None:
    loaded = load_with_sources("more_places")
    text = write_resolved(loaded)
    place = loaded.scenario.detention.places.place
    assert f"  places: # more_places.yaml:{place.line}\n" in text
    assert str(Path(place.file).parent) not in text


def test_data_files_of_one_name_are_kept_apart(library: Path, tmp_path: Path) -> None:
    for name, source in (("a", "arrivals_weekly"), ("b", "no_crossings")):
        (library / name).mkdir()
        shutil.copyfile(library / f"reported/{source}.csv", library / name / "my data.csv")
    path = library / "mine.yaml"
    path.write_text(
        "name: x\nextends: pilot.yaml\n"
        "arrivals: {observed: a/my data.csv, no_crossings: b/my data.csv}\n",
        encoding="utf-8",
    )
    loaded = load_with_sources(path)
    again = load_with_sources(copy_with_data(loaded, tmp_path / "kept"))
    assert again.scenario.weeks == loaded.scenario.weeks
    assert again.scenario.empty_days == loaded.scenario.empty_days


def test_figures_are_kept_with_the_sources_that_they_name(library: Path, tmp_path: Path) -> None:
    (library / "own").mkdir()
    (library / "own/my figures.yaml").write_text("figures: []\n", encoding="utf-8")
    path = library / "mine.yaml"
    path.write_text("name: x\nextends: pilot.yaml\nfigures: own/my figures.yaml\n", "utf-8")
    for folder in ("own", "."):  # beside the figures, else one folder up
        kept = tmp_path / f"kept from {folder}"
        if folder == "own":
            (library / "own/sources.yaml").write_text("mine: {}\n", encoding="utf-8")
        else:
            (library / "own/sources.yaml").unlink()
        again = load_with_sources(copy_with_data(load_with_sources(path), kept)).scenario
        assert Path(again.figures) == kept / "reported/figures/my figures.yaml"
        beside = sources_beside(Path(again.figures))
        assert beside == kept / "reported/figures/sources.yaml"
        assert beside.read_bytes() == (library / folder / "sources.yaml").read_bytes()


def test_a_scenario_without_figures_is_kept_without(library: Path, tmp_path: Path) -> None:
    pilot = library / "pilot.yaml"
    text = pilot.read_text(encoding="utf-8")
    pilot.write_text(text.replace("figures: reported/france_pilot.yaml\n", ""), encoding="utf-8")
    again = load_with_sources(copy_with_data(load_with_sources(pilot), tmp_path / "kept"))
    assert again.scenario.figures == ""
    assert not (tmp_path / "kept/reported/figures").exists()
