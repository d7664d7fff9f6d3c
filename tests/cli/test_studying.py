"""``sim sweep`` and ``sim noise`` as a person calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Sim

FEW = ("-n", "3", "--workers", "1")
UNKNOWN = """name: Nobody knows how many are accepted
extends: scenarios/pilot.yaml
sweep: {casework.accepted: [0%, 100%]}
"""


def test_a_scenario_with_a_sweep_is_shown_at_its_values_and_not_in_the_middle(
    sim: Sim, tmp_path: Path
) -> None:
    (tmp_path / "unknown.yaml").write_text(UNKNOWN, encoding="utf-8")
    swept = sim("sweep", "unknown.yaml", *FEW)
    assert swept.returncode == 0, swept.stderr
    assert "(at 0%; 90% interval 0 to 0)" in " ".join(swept.stdout.split())
    document = json.loads(sim("sweep", "unknown.yaml", *FEW, "--json").stdout)
    assert document.keys() >= {"scenario", "vary", "seed", "replications", "points"}
    assert [point["value"] for point in document["points"]] == ["0%", "100%"]
    assert document["points"][0]["indicators"]["returns"]["p95"] == 0
    done = sim("run", "unknown.yaml", *FEW, "--out", "kept")
    text = " ".join(done.stdout.split())
    assert text.startswith("The answer depends on casework.accepted")
    assert "'sim sweep unknown.yaml' shows it at 0% and 100%" in text
    assert "Returns rate" in text
    again = json.loads(sim("run", "kept/resolved.yaml", *FEW, "--json").stdout)
    assert "'sim sweep kept/resolved.yaml' shows it" in again["sentence"]


def test_any_value_can_be_varied(sim: Sim) -> None:
    over = ("--vary", "flights.per_week", "--over", "1 per week, 2 per week")
    document = json.loads(sim("sweep", "pilot", *over, *FEW, "--json").stdout)
    assert document["vary"] == "flights.per_week"
    few, many = (point["indicators"]["flights"]["median"] for point in document["points"])
    assert few < many


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "write what to vary and over which values"),
        (("--vary", "casework.accepted"), "write both"),
        (("--over", "0%, 5%"), "write both"),
        (("--vary", "casework.acepted", "--over", "0%, 5%"), "did you mean 'casework.accepted'?"),
        (("--vary", "casework.accepted", "--over", "0%, 5x"), "over: "),
        (("--vary", "casework.accepted", "--over", "5%"), "write 2 to 20 values"),
        (("--vary", "scheme.start", "--over", "2025-08-06, 2025-08-13"), "is a date"),
    ],
)
def test_a_sweep_that_cannot_be_is_refused_with_what_to_write(
    sim: Sim, options: tuple[str, ...], said: str
) -> None:
    done = sim("sweep", "pilot", *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_noise_says_what_could_be_told(sim: Sim) -> None:
    document = json.loads(sim("noise", "pilot", "--days", "28", *FEW, "--json").stdout)
    assert (document["first_day"], document["last_day"]) == ("2026-02-02", "2026-03-01")
    assert document["arrivals"].keys() == {"level_known", "level_not_known"}
    assert document["effects"] == []
    shown = sim("noise", "deterrence_assumed", "--days", "28", *FEW)
    assert shown.returncode == 0, shown.stderr
    assert "2 February 2026 to 1 March 2026 (28 days)" in shown.stdout
    assert sim("noise", "pilot", "--days", "0").returncode == 2
