from __future__ import annotations

from pathlib import Path

import pytest

from sim.ensemble.result import Result
from sim.evidence.claiming.claims import Claim, default_claims, read_claims
from sim.evidence.claiming.judging import Judged, judge
from sim.evidence.claiming.reported import default_reported
from sim.evidence.claiming.verdicts import VERDICTS
from sim.scenario.reader import Mapping, Sequence, read_yaml
from sim.scenario.sources import read_sources

REPORTED = default_reported()
CLAIMS = {claim.id: claim for claim in read_claims(default_claims(), REPORTED)}
PAGE = Path(__file__).parents[2] / "docs" / "claims.md"

FOUND = {
    "accepted": ("holds", "245 (31 December 2025), 367 (31 January 2026)"),
    "removed": ("holds", "217 (31 December 2025), 305 (31 January 2026)"),
    "arrivals_since": ("holds", "from 31 July to 6 August 2025"),
    "share_removed": ("holds_if_truncated", "281 ÷ 16,969 = 1.656%"),
    "arrivals_2026": ("holds", "1 to 27 January 2026: 933"),
    "arrivals_2025": ("holds", "41,472"),
    "arrivals_2024": ("holds", "36,816"),
    "arrivals_2023": ("holds", "29,437"),
    "arrivals_2022": ("holds", "45,774"),
    "growth_on_2024": ("holds", "12.65%; rounds to 13%"),
    "growth_on_2023": ("holds", "40.88%; rounds to 41%"),
    "below_2022": ("holds", "9.398%; rounds to 9%"),
    "second_highest": ("holds", "45,774 (2022), 41,472 (2025), 36,816 (2024)"),
    "net_inflow": ("rounded", "350 − 281 = 69"),
    "removed_of_41000": ("unlike_periods", "217 ÷ 16,036 = 1.353%"),
    "virtually_zero": ("cannot_be_checked", "cohort_returns_rate"),
    "early_lead": ("holds", "ahead to 30 November 2025, behind on 31 December 2025"),
    "dozens_more": ("holds", "350 − 281 = 69"),
    "already_growing": ("holds", "down in December (78 to 64)"),
    "agreed_in_august": ("false", "only in force is within 1 to 31 August 2025"),
    "within_a_week": ("cannot_be_checked", "a proposal"),
    "rwanda_claim": ("cannot_be_checked", "no second report"),
    "strict_conditions": ("cannot_be_checked", "a mechanism"),
    "bottleneck": ("cannot_be_checked", "a mechanism"),
    "deterrence_lag": ("cannot_be_checked", "a mechanism"),
    "rwanda_mistake": ("cannot_be_checked", "no counterfactual"),
}


def judged(claim: Claim) -> Judged:
    return judge(claim, REPORTED, {})


def read(folder: Path, text: str) -> tuple[Claim, ...]:
    (folder / "c.yaml").write_text(text, encoding="utf-8")
    return read_claims(folder / "c.yaml", REPORTED)


def one(folder: Path, check: str) -> Judged:
    """Judge a claim that is nothing but its check."""
    (claim,) = read(folder, f"claims:\n  - {{id: a, text: b, by: c, source: d, {check}}}\n")
    return judged(claim)


@pytest.mark.parametrize("name", FOUND)
def test_each_claim_of_the_article_is_found_to_be_what_its_figures_say(
    name: str, pilot: Result
) -> None:
    found = judge(CLAIMS[name], REPORTED, {"pilot": pilot})
    verdict, in_the_sum = FOUND[name]
    assert found.verdict == verdict
    assert in_the_sum in found.sum


def test_every_claim_is_looked_at_and_the_file_gives_no_verdict_away() -> None:
    assert CLAIMS.keys() == FOUND.keys()
    listed = read_yaml(default_claims()).get("claims")
    assert isinstance(listed, Sequence)
    for node in listed.items:
        assert isinstance(node, Mapping)
        assert not {"verdict", "sum"} & {key.text for key, _ in node.items}
    words = default_claims().read_text(encoding="utf-8").replace("_", " ").split()
    assert not {verdict for verdict in VERDICTS if "_" in verdict} & set(words)


def test_every_source_is_known() -> None:
    known = read_sources(default_claims().parent.parent / "sources.yaml")
    assert {claim.source for claim in CLAIMS.values()} <= known.keys()


def test_what_nothing_checks_says_why_and_what_is_checked_does_not() -> None:
    for claim in CLAIMS.values():
        assert (claim.check is None) == bool(claim.why)


def test_a_claim_about_a_chance_is_set_beside_the_simulated_one(pilot: Result) -> None:
    row = judge(CLAIMS["virtually_zero"], REPORTED, {"pilot": pilot})
    summary = pilot.summaries["cohort_returns_rate"]
    assert row.simulated == summary
    assert row.as_dict()["simulated"] == summary.as_dict()
    assert summary.median is not None
    assert f"median {100 * summary.median:.2f}%" in row.sum


def test_the_announcement_and_the_day_of_signature_do_not_give_the_arrivals() -> None:
    claim = CLAIMS["arrivals_since"]
    assert claim.since_start
    for start in claim.since_start.starts:
        alone = claim.since_start.model_copy(update={"starts": (start,)})
        found = judged(claim.model_copy(update={"since_start": alone}))
        fits = start.what in ("the day after the signature", "entry into force")
        assert found.verdict == ("holds" if fits else "false"), start.what


def test_the_changes_of_totals_that_are_mentioned_are_those_of_the_table() -> None:
    totals = {
        at.year: f.printed.value for at, f in REPORTED.exact("arrivals_calendar_year").items()
    }
    for year in (2023, 2024, 2025):
        change = round(100 * (totals[year] / totals[year - 1] - 1))
        assert f"{change:+}% ({year})".replace("-", "−") in (CLAIMS["rwanda_mistake"].why or "")


def test_the_page_shows_every_claim_with_its_verdict_and_its_sum() -> None:
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    for name, claim in CLAIMS.items():
        if claim.chance:
            continue
        found = judged(claim)
        if claim.check:
            assert f"| `{name}` | {found.verdict} | {found.sum} |" in page, name
        else:
            assert f"| `{name}` | {(claim.why or '').strip()} |" in page, name


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        ("printed: 14%, rise: {before: {quantity: arrivals_calendar_year, as_of: 2024-12-31},"
         " after: {quantity: arrivals_calendar_year, as_of: 2025-12-31}}", "false"),
        ("printed: 13%, fall: {before: {quantity: arrivals_calendar_year, as_of: 2024-12-31},"
         " after: {quantity: arrivals_calendar_year, as_of: 2025-12-31}}", "false"),
        ("printed: 1.7%, ratio: {part: {quantity: returns_cumulative, as_of: 2026-01-27},"
         " whole: {quantity: arrivals_since_start, as_of: 2026-01-27}}", "holds"),
        ("printed: '306', between: {quantity: returns_cumulative, as_of: 2026-01-27}", "false"),
        ("printed: '216', between: {quantity: returns_cumulative, as_of: 2026-01-27}", "false"),
        ("printed: '218', between: {quantity: returns_cumulative, as_of: 2025-12-31}", "false"),
        ("rank: {quantity: arrivals_calendar_year, as_of: 2025-12-31, place: 1}", "false"),
        ("rank: {quantity: arrivals_calendar_year, as_of: 2022-12-31, place: 1}", "holds"),
        ("lead: {ahead: inbound_cumulative, behind: returns_cumulative}", "false"),
        ("trend: {quantity: returns_monthly, since: 2025-11-30, as_of: 2025-12-31}", "false"),
        ("trend: {quantity: inbound_monthly, since: 2025-09-30, as_of: 2026-01-31}", "holds"),
        ("printed: '934', equals: {quantity: arrivals_weekly, since: 2026-01-01,"
         " as_of: 2026-01-27}", "false"),
        ("printed: '28,500', equals: {quantity: arrivals_weekly, since: 2021-01-01,"
         " as_of: 2021-12-31}", "cannot_be_checked"),
        ("printed: '350', equals: {reported: '353', source: x}", "rounded"),
    ],
)  # fmt: skip
def test_other_claims_of_the_same_kinds_come_out_otherwise(
    tmp_path: Path, check: str, verdict: str
) -> None:
    assert one(tmp_path, check).verdict == verdict


def periods(part: str, whole: str, as_of: str, since: str = "2025-08-06") -> str:
    counted = f"since: {since}, as_of: {as_of}, source: x"
    return (
        f"periods: {{part_printed: '{part}', whole_printed: '{whole}',"
        f" part: {{reported: '281', since: 2025-08-06, as_of: 2026-01-27, source: x}},"
        f" whole: {{reported: '16,969', {counted}}},"
        f" alike: {{part: {{reported: '217', {counted}}},"
        f" whole: {{reported: '16,036', {counted}}}}}}}"
    )


def test_a_share_of_one_period_is_no_share_of_unlike_periods(tmp_path: Path) -> None:
    assert one(tmp_path, periods("281", "16,969", "2026-01-27")).verdict == "holds"
    assert one(tmp_path, periods("281", "17,000", "2026-01-27")).verdict == "rounded"
    assert one(tmp_path, periods("281", "16,969", "2026-01-31")).verdict == "unlike_periods"
    assert one(tmp_path, periods("281", "17,000", "2026-01-31")).verdict == "unlike_periods"
    assert one(tmp_path, periods("280", "17,000", "2026-01-31")).verdict == "unlike_periods"
    assert one(tmp_path, periods("290", "17,000", "2026-01-31")).verdict == "false"


@pytest.mark.parametrize(
    ("day", "meant", "verdict"),
    [
        ("2025-08-06", "yes", "holds"),
        ("2025-09-01", "yes", "false"),
        ("2025-08-06", "no", "false"),
    ],
)
def test_what_is_meant_decides_about_dates(
    tmp_path: Path, day: str, meant: str, verdict: str
) -> None:
    steps = (
        f"{{what: in force, since: {day}, as_of: {day}, is_meant: {meant}, source: x}}, "
        "{what: signed, since: 2025-07-29, as_of: 2025-07-30, is_meant: yes, source: x}"
    )
    check = f"dates: {{since: 2025-08-01, as_of: 2025-08-31, steps: [{steps}]}}"
    assert one(tmp_path, check).verdict == verdict


def test_a_step_that_may_have_been_within_the_time_decides_nothing(tmp_path: Path) -> None:
    step = "{what: signed, since: 2025-07-31, as_of: 2025-08-01, is_meant: yes, source: x}"
    check = f"dates: {{since: 2025-08-01, as_of: 2025-08-31, steps: [{step}]}}"
    assert one(tmp_path, check).verdict == "cannot_be_checked"
