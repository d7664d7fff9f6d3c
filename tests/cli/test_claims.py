"""``sim claims`` as a person calls it."""

from __future__ import annotations

import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from sim.evidence.claiming.claims import default_claims, read_claims
from sim.evidence.claiming.judging import judge
from sim.evidence.claiming.reported import default_reported
from sim.evidence.claiming.verdicts import VERDICTS
from sim.show.claims import show_claims
from tests.cli.conftest import ROOT, Sim

FEW = ("--replications", "4", "--workers", "1")
CLAIMS = ROOT / "scenarios/reported/claims.yaml"


def test_json_is_one_document_with_every_claim_its_verdict_and_its_sum(sim: Sim) -> None:
    done = sim("claims", *FEW, "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    rows = {row["id"]: row for row in document["claims"]}
    assert len(rows) == len(document["claims"]) == CLAIMS.read_text(encoding="utf-8").count("- id:")
    assert all(row["verdict"] in VERDICTS and isinstance(row["sum"], str) for row in rows.values())
    assert all(row["sum"] for row in rows.values())
    assert rows["share_removed"]["verdict"] == "holds_if_truncated"
    assert "281 ÷ 16,969 = 1.656%" in rows["share_removed"]["sum"]
    assert document["simulations"] == [{"scenario": "pilot", "seed": 1, "replications": 4}]


def test_the_chance_is_the_one_that_a_run_of_the_pilot_finds(sim: Sim) -> None:
    seed = ("--seed", "7")
    claims = json.loads(sim("claims", *FEW, *seed, "--json").stdout)["claims"]
    run = json.loads(sim("run", "pilot", *FEW, *seed, "--json").stdout)
    simulated = {row["id"]: row["simulated"] for row in claims if row["simulated"]}
    assert simulated == {"virtually_zero": run["indicators"]["cohort_returns_rate"]}


def test_the_table_has_every_claim_and_counts_the_verdicts(sim: Sim) -> None:
    rows = json.loads(sim("claims", *FEW, "--json").stdout)["claims"]
    text = " ".join(sim("claims", *FEW).stdout.split())
    tally = Counter(row["verdict"] for row in rows)
    assert all(f"{row['id']} " in text for row in rows)
    assert all(f"{tally[verdict]} {verdict}" in text for verdict in tally)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_terminal_of_any_width_shows_every_verdict_and_sum(columns: int) -> None:
    reported = default_reported()
    claims = [c for c in read_claims(default_claims(), reported) if not c.chance]
    judged = [judge(claim, reported, {}) for claim in claims]
    console = Console(width=columns, file=StringIO(), record=True)
    show_claims(console, judged)
    text = console.export_text()
    assert max(len(line) for line in text.splitlines()) <= columns
    for row in judged:
        assert any(
            line.startswith(row.claim.id) and row.verdict in line for line in text.splitlines()
        )
    assert ("Said" in text) == (columns >= 100)


def test_a_file_that_is_changed_is_found_false(sim: Sim, tmp_path: Path) -> None:
    text = CLAIMS.read_text(encoding="utf-8")
    for old, new in (('"13%"', '"14%"'), ('"1.6%"', '"1.7%"')):
        assert text.count(f"printed: {old}") == 1
        text = text.replace(f"printed: {old}", f"printed: {new}")
    (tmp_path / "changed.yaml").write_text(text, encoding="utf-8")
    done = sim("claims", "changed.yaml", *FEW, "--json")
    found = {row["id"]: row["verdict"] for row in json.loads(done.stdout)["claims"]}
    assert found["growth_on_2024"] == "false"
    assert found["share_removed"] == "holds"


def test_a_claim_without_a_chance_needs_no_simulation(sim: Sim, tmp_path: Path) -> None:
    claim = "claims: [{id: a, text: b, by: c, source: d, why: it is an opinion}]\n"
    (tmp_path / "mine.yaml").write_text(claim, encoding="utf-8")
    document = json.loads(sim("claims", "mine.yaml", "--json").stdout)
    assert document["simulations"] == []
    assert [row["verdict"] for row in document["claims"]] == ["cannot_be_checked"]
    assert document["claims"][0]["sum"] == "nothing to calculate: it is an opinion"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("claims: [\n", [""]),
        ("claims:\n  - {id: a, txt: b}\n  - 7\n", ["2:5: ", "2:18: ", "3:5: "]),
        ("", [""]),
    ],
)
def test_a_bad_file_is_refused_with_places_and_without_a_traceback(
    sim: Sim, tmp_path: Path, text: str, places: list[str]
) -> None:
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    done = sim("claims", "bad.yaml", *FEW)
    assert done.returncode == 2
    assert done.stdout == ""
    assert all(f"bad.yaml:{place}" in done.stderr for place in places)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["nowhere.yaml", "scenarios"])
def test_what_is_no_file_is_refused(sim: Sim, name: str) -> None:
    done = sim("claims", name)
    assert done.returncode == 2
    assert name in done.stderr
    assert "Traceback" not in done.stderr
