"""What figures taught is read as it was written, and belongs to the scenario that names it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sim.ensemble.fingerprint import of_inputs
from sim.ensemble.task import Task
from sim.scenario.load import load, load_with_sources
from sim.scenario.posterior import Posterior, prior_words, read_posterior, write_posterior
from sim.scenario.problems import ScenarioError
from sim.scenario.resolved import POSTERIOR, copy_with_data
from sim.scenario.values import Prior

Write = Callable[..., Path]

TWO = Posterior(
    date(2026, 1, 31),
    ("detention.places", "programme.walk.1"),
    ("factor lognormal 1 1.5", "normal"),
    ((0.25, 0.9999), (0.0001, 0.5)),
)

GOOD = """\
figures until,2026-01-31
detention.places,programme.walk.1
factor lognormal 1 1.5,normal
0.25,0.0001
0.9999,0.5000
"""


def problems(folder: Path, text: str) -> list[str]:
    path = folder / "p.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        read_posterior(path)
    return [str(problem).removeprefix(f"{path}:") for problem in refused.value.problems]


def test_a_posterior_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(write_posterior(TWO), encoding="utf-8")
    assert read_posterior(path) == TWO
    path.write_text(GOOD, encoding="utf-8")
    assert read_posterior(path) == TWO
    assert TWO.sets == 2


def test_a_value_has_its_levels_only_under_the_prior_it_was_learned_with() -> None:
    assert TWO.of("detention.places", "factor lognormal 1 1.5") == (0.25, 0.9999)
    assert TWO.of("detention.places", "factor lognormal 1 1.6") is None
    assert TWO.of("flights.seats", "factor lognormal 1 1.5") is None


def test_priors_that_differ_are_written_differently() -> None:
    priors = [
        Prior("normal", (9.0, 1.5)),
        Prior("normal", (9.0, 1.5), factor=True),
        Prior("normal", (9.0, 1.5000000001)),
        Prior("lognormal", (9.0, 1.5)),
    ]
    assert len({prior_words(prior) for prior in priors}) == len(priors)
    assert prior_words(priors[1]) == "factor normal 9 1.5"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("figures until,", "until,", ["1:1: write 'figures until,' and a date such as 2026-01-31"]),
        (
            "2026-01-31",
            "2026-02-30",
            ["1:15: write a date such as 2025-08-10; found '2026-02-30'"],
        ),
        (
            "detention.places",
            "Places",
            ["2:1: 'Places' is no key path, such as detention.places"],
        ),
        (
            "programme.walk.1",
            "detention.places",
            ["2:18: 'detention.places' stands here twice; keep one"],
        ),
        (
            "lognormal 1 1.5",
            "logistic 1 1.5",
            ["3:1: 'factor logistic 1 1.5' is no prior, such as factor lognormal 1 1.5"],
        ),
        ("0.25,0.0001", "0.25", ["4:1: write 2 fields, one a name; found 1"]),
        *(
            (
                "0.0001",
                level,
                [f"4:6: '{level}' is no level; write a number above 0 and below 1, as 0.25"],
            )
            for level in ("0", "0.0000", "1", "1.0", "-0.5", "nan", "0.99999999999999999", "", "½")
        ),
    ],
)
def test_every_mistake_is_shown_where_it_stands(
    tmp_path: Path, old: str, new: str, said: list[str]
) -> None:
    assert old in GOOD
    assert problems(tmp_path, GOOD.replace(old, new, 1)) == said


def test_all_mistakes_are_shown_at_once(tmp_path: Path) -> None:
    bad = "figures until,soon\nPlaces,programme.walk.1\nwide,normal\n0.5,2\n0.5\n"
    places = [line.rsplit(": ", 1)[0].split(": ")[0] for line in problems(tmp_path, bad)]
    assert places == ["1:15", "2:1", "3:1", "4:5", "5:1"]


@pytest.mark.parametrize(
    "text", ["", "\n", "figures until,2026-01-31\n", GOOD[: GOOD.index("0.2")]]
)
def test_a_file_without_sets_is_refused(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


def test_many_wrong_levels_do_not_flood_the_reader(tmp_path: Path) -> None:
    assert len(problems(tmp_path, GOOD + "2,2\n" * 5_000)) <= 200


@pytest.fixture
def calibrated(write: Write, library: Path) -> Path:
    (library / "learned.csv").write_text(GOOD, encoding="utf-8")
    return write("posterior: learned.csv\n")


def test_a_scenario_has_what_its_file_names_and_its_children_inherit_it(
    calibrated: Path, write: Write
) -> None:
    assert load(calibrated).posterior == TWO
    assert load(write("", name="child", extends=calibrated.name)).posterior == TWO


def test_the_nearest_posterior_counts(calibrated: Path, write: Write, library: Path) -> None:
    (library / "nearer.csv").write_text(GOOD.replace("0.25", "0.75"), encoding="utf-8")
    nearer = write("posterior: nearer.csv\n", name="child", extends=calibrated.name)
    levels = load(nearer).posterior
    assert levels is not None
    assert levels.levels[0][0] == 0.75


@pytest.mark.parametrize(
    ("named", "content", "said"),
    [
        ("missing.csv", None, "mine.yaml:3:12: "),
        ("learned.csv", GOOD.replace("0.25", "1.25"), "learned.csv:4:1: '1.25' is no level"),
        ("[learned.csv]", GOOD, "mine.yaml:3:12: 'posterior' is a text"),
    ],
)
def test_a_posterior_that_cannot_be_used_is_refused_with_the_scenario(
    write: Write,
    library: Path,
    refusal: Callable[[Path], list[str]],
    named: str,
    content: str | None,
    said: str,
) -> None:
    if content is not None:
        (library / "learned.csv").write_text(content, encoding="utf-8")
    (problem,) = refusal(write(f"posterior: {named}\n"))
    assert problem.startswith(said)


def test_a_resolved_scenario_takes_what_was_learned_along(calibrated: Path, tmp_path: Path) -> None:
    kept = copy_with_data(load_with_sources(calibrated), tmp_path / "kept")
    assert (kept.parent / POSTERIOR).read_text("utf-8") == GOOD
    calibrated.with_name("learned.csv").unlink()
    assert load(kept).posterior == TWO


def test_another_posterior_is_another_input(calibrated: Path) -> None:
    scenario = load(calibrated)
    moved = replace(TWO, levels=((0.25, 0.9999), (0.0001, 0.5001)))
    prints = {
        of_inputs(Task(scenario.model_copy(update={"posterior": posterior}), 1, False, "compiled"))
        for posterior in (None, TWO, moved)
    }
    assert len(prints) == 3
