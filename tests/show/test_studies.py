"""What is said of a sweep and of noise carries its condition, its date and its intervals."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import numpy as np
import pytest
from rich.console import Console

from sim.ensemble.result import Result
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.show.documents import run_document
from sim.show.noise import noise_document, show_noise
from sim.show.sweeps import HEADINGS, show_sweep, sweep_document, sweep_sentence
from sim.show.words import answer_sentence, interval, listed, number
from sim.study.asked import asked_sweep
from sim.study.noise import Noise
from sim.study.sweep import SweepResult, run_sweep
from tests.variants import pilot, variant

FEW = Settings(replications=4, seed=3, workers=1)


@pytest.fixture(scope="module")
def unknown(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    folder = tmp_path_factory.mktemp("unknown")
    return variant(folder, "sweep: {casework.accepted: [0%, 50%, 100%]}\n")


@pytest.fixture(scope="module")
def result(unknown: Scenario) -> Result:
    return run(unknown, FEW)


@pytest.fixture(scope="module")
def found(unknown: Scenario) -> SweepResult:
    return run_sweep(unknown, asked_sweep(unknown), FEW)


def printed(show: object, *what: object, width: int = 200) -> str:
    assert callable(show)
    text = StringIO()
    show(Console(file=text, width=width), *what)
    return text.getvalue()


def test_where_an_unknown_decides_a_run_gives_no_central_answer(result: Result) -> None:
    said = answer_sentence(result, "my file.yaml")
    assert "depends on casework.accepted (share of replies that accept)" in said
    assert "which nobody knows" in said
    assert "'sim sweep 'my file.yaml'' shows it at 0%, 50% and 100%" in said
    assert "draw it from its prior" in said
    assert "returns rate" not in said
    assert number(result.summaries["returns"].median) not in said
    document = run_document(result, "my file.yaml", None)
    assert document["sentence"] == said
    assert document["sweep"] == {"vary": "casework.accepted", "values": ["0%", "50%", "100%"]}
    assert document["indicators"]["returns"]["median"] is not None


def test_a_run_says_when_the_unknown_was_not_drawn(unknown: Scenario) -> None:
    central = run(unknown, Settings(replications=1, workers=1, at_central=True))
    assert "hold it at one value" in answer_sentence(central, "x")


def test_a_run_without_a_sweep_is_answered(found: SweepResult) -> None:
    settled = found.points[0][1]
    assert answer_sentence(settled, "x").startswith("If everything went as")
    assert run_document(settled, "x", None)["sweep"] is None


def test_the_sentence_of_a_sweep_says_what_the_answer_is_between(found: SweepResult) -> None:
    said = sweep_sentence(found)
    high = found.points[-1][1].summaries["returns"]
    assert said.startswith(
        "If casework.accepted (share of replies that accept), which nobody knows, were 0%, 50% or "
        "100%, and everything else went as this scenario assumes, then by 1 February 2026 between "
        "0 people (at 0%; 90% interval 0 to 0) and "
    )
    assert f"{number(high.median)} (at 100%; {number(high.p05)} to {number(high.p95)})" in said
    assert said.endswith(").")


def test_a_lever_is_not_said_to_be_unknown(unknown: Scenario) -> None:
    asked = asked_sweep(unknown, "flights.boarding", "longest_ready, earliest_arrival")
    found = run_sweep(unknown, asked, FEW)
    assert "which nobody knows" not in sweep_sentence(found)
    assert "depends on casework.accepted, too, which nobody knows" in printed(show_sweep, found)


def test_where_a_value_does_not_matter_the_sentence_says_so() -> None:
    asked = asked_sweep(pilot(), "deterrence.strength", "0, 20")
    said = sweep_sentence(run_sweep(pilot(), asked, FEW))  # every week of the pilot is observed
    assert "would have been returned at 0 (90% interval" in said
    assert said.endswith("in the median as many at every other of these values.")


def test_both_tables_of_a_sweep_have_a_row_a_value(found: SweepResult) -> None:
    lines = printed(show_sweep, found).splitlines()
    assert [line.split()[0] for line in lines if line[:1].isdigit()] == 2 * ["0%", "50%", "100%"]
    for written, result in found.points:
        cells = [line.split()[1:] for line in lines if line.startswith(f"{written} ")]
        shown = {**result.exit_summaries, **result.summaries}
        for row, headings in zip(cells, HEADINGS, strict=True):
            assert row == [number(shown[n].median, shown[n].unit) for n in headings]
    for headings in HEADINGS:
        assert all(heading in " ".join(lines) for heading in headings.values())


def test_the_tables_of_a_sweep_fit_80_columns_unbroken(found: SweepResult) -> None:
    lines = printed(show_sweep, found, width=80).splitlines()
    for _, result in found.points:
        for name in ("returns", "returns_rate", "net_flow", "released_after_detention"):
            assert any(interval(result.summaries[name]) in line for line in lines)


def test_a_column_that_is_empty_at_every_value_is_left_out() -> None:
    closed = pilot().with_values(
        {s.path: s for s in asked_sweep(pilot(), "inbound.eligible", "0%, 1%").settings[:1]}
    )
    found = run_sweep(closed, asked_sweep(closed, "casework.accepted", "100%, 50%"), FEW)
    assert "Inbound" not in printed(show_sweep, found)


def test_the_document_of_a_sweep_has_every_indicator_of_every_value(found: SweepResult) -> None:
    document = json.loads(json.dumps(sweep_document(found), allow_nan=False))
    assert (document["vary"], document["seed"], document["replications"]) == (
        "casework.accepted",
        3,
        4,
    )
    assert [point["value"] for point in document["points"]] == ["0%", "50%", "100%"]
    for point, (_, result) in zip(document["points"], found.points, strict=True):
        assert point["indicators"] == {n: s.as_dict() for n, s in result.summaries.items()}


def noise(name: str) -> Noise:
    known = np.linspace(16_000.0, 24_000.0, 101)
    drawn = np.linspace(10_000.0, 30_000.0, 101)
    days = date(2026, 2, 2), date(2026, 8, 2)
    return Noise(load(name), *days, 1, drawn, known, np.full(101, 0.02))


def test_noise_is_said_with_its_days_and_its_intervals() -> None:
    said = printed(show_noise, noise("pilot"))
    assert "2 February 2026 to 2 August 2026 (182 days)" in said
    assert "16,400 to 23,600" in said  # the ends of 90% of even steps
    assert "11,000 to 29,000" in said
    assert "assumes no effect of returns on arrivals" in said
    assert "an assumption, not a finding" in " ".join(said.split())


def test_an_assumed_effect_is_said_to_be_assumed_and_set_beside_the_noise() -> None:
    said = printed(show_noise, noise("deterrence_assumed"))
    assert "Assumed, not found" in said
    centre = next(line for line in said.splitlines() if line.startswith("centre"))
    assert centre.split()[1:3] == ["5.0", "10.0%"]  # strength 5 at a chance of 2%
    assert centre.split()[-1] == "20.0%"  # where the straight line would end
    document = noise_document(noise("deterrence_assumed"), "x")
    assert [row["of"] for row in document["effects"]] == ["p05", "centre", "p95"]
    assert document["effects"][1]["stops"] == pytest.approx(0.2)
    assert document["arrivals"]["level_known"]["median"] == 20_000
    assert noise_document(noise("pilot"), "x")["effects"] == []


def test_a_list_is_written_in_words() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b"], last="or") == "a or b"
    assert listed(["a", "b", "c"]) == "a, b and c"
