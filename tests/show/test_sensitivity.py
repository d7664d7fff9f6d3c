"""What is said of what matters is what was found, once for people and once for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from sim.ensemble.rows import Gatherer
from sim.ensemble.settings import Settings
from sim.scenario.load import load, load_with_sources
from sim.scenario.schema import Scenario
from sim.scenario.values import Growth
from sim.show.answering import answer
from sim.show.findings import Finding, FoundTable, finding_page, show_finding
from sim.show.sensitivity import sensitivity_finding
from sim.show.sensitivity_tables import share
from sim.study.kept import Request
from sim.study.sensitivity import indices, study
from sim.study.sensitivity.estimates import Estimate
from sim.study.sensitivity.screening import OTHERS
from sim.study.sensitivity.study import Sensitivity, SensitivityOptions, run_sensitivity
from sim.study.sensitivity.unknowns import CHANCE
from tests.variants import PILOT, certain, changed, pilot

FEW = ("flights.per_week", "balance.inbound_lead", "detention.places", "costs.seat")


def few_unknown(scenario: Scenario) -> Scenario:
    kept = {entry.path: entry for entry in scenario.assumptions() if entry.path in FEW}
    return certain(scenario).with_values(kept)


def finding_of(study: Sensitivity, named: str) -> Finding:
    loaded = replace(load_with_sources(study.scenario.files[0]), scenario=study.scenario)
    return sensitivity_finding(study, loaded, named)


@pytest.fixture(scope="module")
def studied() -> Callable[..., Sensitivity]:
    def run(scenario: Scenario, *outcomes: str) -> Sensitivity:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(study, "POINTS", 64)
            patch.setattr(study, "REPLICATIONS", 8)
            patch.setattr(indices, "FIRST_POINTS", 64)
            options = SensitivityOptions(outcomes, 0.4, 1_000)
            return run_sensitivity(scenario, options, Gatherer(Settings(seed=3, workers=1)))

    return run


@pytest.fixture(scope="module")
def found(studied: Callable[..., Sensitivity]) -> Sensitivity:
    return studied(few_unknown(pilot()), "returns", "returns_rate")


@pytest.fixture(scope="module")
def finding(found: Sensitivity) -> Finding:
    return finding_of(found, "pilot")


def table(finding: Finding, name: str) -> FoundTable:
    return next(table for table in finding.tables if table.name == name)


def test_the_first_sentence_names_what_matters_most_and_how_much_is_chance(
    found: Sensitivity, finding: Finding
) -> None:
    shares = found.indices.shares[0]
    most = next(i for i in shares.indices if i.factor not in (CHANCE, OTHERS))
    assert most.factor == "flights.per_week"
    chance = shares.of(CHANCE)
    assert chance is not None
    assert finding.found.startswith(
        "If this scenario's priors hold, then its answer by 1 February 2026 depends most, for "
        "returns and returns rate, on flights.per_week (planned flights), which takes part in "
        f"{most.total.value:.0%} of the variance (95% interval {most.total.low:.0%} to "
    )
    assert finding.found.endswith(f"while chance takes part in {share(chance.total)}.")
    assert f"{found.rows:,} replications, seed 3, with 6 unknowns" in finding.rests


def test_every_row_fits_its_table_and_every_table_is_about_something(finding: Finding) -> None:
    assert len({table.name for table in finding.tables}) == len(finding.tables)
    for shown in finding.tables:
        assert shown.cells
        assert {len(cells) for cells in shown.cells} == {len(shown.headings)}
        assert {len(row) for row in shown.rows} == {len(shown.columns)}


def test_programs_get_the_numbers_in_full(found: Sensitivity, finding: Finding) -> None:
    for shares in found.indices.shares:
        for index in shares.indices:
            for name, estimate in (("total", index.total), ("first", index.first)):
                row = (shares.outcome, index.factor, estimate.value, estimate.low, estimate.high)
                assert row in table(finding, f"{name}_indices").rows
    values = table(finding, "values")
    assert len(values.rows) == 2 * len(list(found.scenario.assumptions()))
    flights = dict(zip(values.columns, values.rows[0], strict=True))
    assert (flights["path"], flights["factor"], flights["total"]) == (
        "scheme.start",
        "not varied",
        None,
    )
    assert json.loads(json.dumps(finding.document, allow_nan=False)) == json.loads(
        json.dumps(finding_of(found, "pilot").document)
    )
    assert finding.document["sentence"] == finding.found


def test_a_tornado_says_where_each_value_stands(finding: Finding) -> None:
    tornado = table(finding, "tornado")
    rows = {row[1]: dict(zip(tornado.columns, row, strict=True)) for row in tornado.rows}
    lead = rows["balance.inbound_lead"]
    assert isinstance(lead["low_drawn"], float)
    assert isinstance(lead["high_drawn"], float)
    assert 69 < lead["low_drawn"] < 100 < lead["high_drawn"] < 300
    cells = {row[0]: row for row in tornado.cells}
    assert lead["difference"] == 0
    assert "returns: balance.inbound_lead" not in cells, "it moves no returns"
    assert cells["returns: flights.per_week"][1].startswith("× 0.6")
    assert cells["returns: flights.per_week"][5].startswith("+")
    assert cells["returns: programme.walk"][1:3] == ("5%", "95%")
    assert "of its prior, or of what was learned" in tornado.title


def test_what_went_together_is_named(found: Sensitivity, finding: Finding) -> None:
    assert "costs.seat" in found.screening.together
    assert any("'all others': " in p and "costs.seat" in p for p in finding.paragraphs)


def test_what_never_moved_anything_is_said_to_be_below_what_so_few_points_can_show(
    found: Sensitivity, finding: Finding
) -> None:
    values = table(finding, "values")
    cells = {row[0]: row for row in values.cells}
    assert cells["costs.seat"][3].endswith("; below 4.7%: it moved this at none of 64 points")
    below = [row[-1] for row in values.rows if row[0] == "costs.seat"]
    assert below == [3 / 64, 3 / 64]
    seen = table(finding, "screening")
    assert dict((row[0], row[1]) for row in seen.cells)["costs.seat"] == "0% (0% to 5%)"
    assert any("costs.seat" in p and "below 4.7%" in p for p in finding.paragraphs)


def test_it_can_be_printed_and_is_a_page(finding: Finding) -> None:
    console = Console(file=StringIO(), width=120)
    show_finding(console, finding)
    page = finding_page(finding, {})
    assert page.startswith(f"# What matters? {pilot().name}\n\n{finding.found} {finding.rests}\n")


def test_where_nothing_varies_the_sentence_says_so(studied: Callable[..., Sensitivity]) -> None:
    none = changed(certain(pilot()), {"selection.share": 0.0})
    finding = finding_of(studied(none, "returns", "returns_rate_detained"), "none")
    assert "for returns, on nothing, for it does not vary" in finding.found
    assert "for returns rate detained, on nothing, for it is undefined too often" in finding.found
    json.dumps(finding.document, allow_nan=False)


def test_where_all_is_known_chance_is_all(studied: Callable[..., Sensitivity]) -> None:
    finding = finding_of(studied(certain(pilot()), "returns"), "certain")
    assert "on chance, which takes part in 100% of the variance" in finding.found


def test_a_departure_is_named_by_its_limit(studied: Callable[..., Sensitivity]) -> None:
    places = replace(pilot().detention.places, prior=None, growth=Growth(1.0))
    alone = changed(certain(pilot()), {"programme.wobble": 0.0})
    study = studied(alone.with_values({places.path: places}), "returns")
    assert study.factors == ("detention.places.departure", CHANCE)
    found = finding_of(study, "departing").found
    assert "on the departure of detention.places from the programme's path, which" in found


def test_what_was_learned_is_said_to_go_together(studied: Callable[..., Sensitivity]) -> None:
    finding = finding_of(studied(few_unknown(load("pilot_calibrated")), "returns"), "c")
    assert "what figures taught, together" in finding.found
    assert "values of which figures taught something are drawn together" in finding.rests
    values = table(finding, "values")
    cells = {row[0]: row for row in values.cells}
    assert cells["flights.per_week"][3].endswith("; in 'learned'")


def test_shares_are_written_in_whole_percent() -> None:
    assert share(Estimate(0.307, 0.281, 0.337)) == "31% (28% to 34%)"
    assert share(Estimate(0.001, -0.012, 0.02)) == "0% (−1% to 2%)"
    assert share(Estimate(-0.001, -0.004, 0.002)) == "0% (0% to 0%)"


def test_a_scenario_is_explained_as_it_was_read(
    found: Sensitivity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(f"name: mine\nextends: {PILOT}\n", encoding="utf-8")
    loaded = load_with_sources(path)

    def run_until_the_file_is_gone(*_: object) -> Sensitivity:
        path.unlink()
        return replace(found, scenario=loaded.scenario)

    monkeypatch.setattr(study, "run_sensitivity", run_until_the_file_is_gone)
    request = Request("sensitivity", (str(path),), {"of": ["returns"]}, Settings())
    values = table(answer(request, (loaded,), Gatherer()), "values")
    assert len(values.cells) == len(list(loaded.scenario.assumptions()))
