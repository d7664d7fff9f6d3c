"""Calibration learns from what it may, stops by its rule, and finds what is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.evidence.errors import EvidenceError
from sim.evidence.figures import Figure, default_figures, read_figures
from sim.evidence.learning import calibrate as module
from sim.evidence.learning import predictive
from sim.evidence.learning.calibrate import Calibration, calibrate
from sim.evidence.learning.inferring import Inference, Inferred
from sim.evidence.learning.known import as_known_on
from sim.evidence.learning.learned import learned, together
from sim.evidence.learning.pilots import Pilots
from sim.evidence.learning.predictive import before_and_after
from sim.evidence.learning.printing import as_printed
from sim.scenario.posterior import Posterior
from tests.variants import pilot

UNTIL = date(2025, 10, 31)
ONE = Settings(seed=2, workers=1)
FIGURES = read_figures(default_figures())
Z95 = 1.6448536269514722
Z90 = 1.2815515655446004


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set after how many pilots the parts are looked at, and what is asked of them."""

    def _few(fewest: int, most: int, agreed: float = 0.0, enough: float = 0.0) -> None:
        for name, value in (
            ("FEWEST", fewest), ("MOST", most), ("AGREED", agreed), ("ENOUGH", enough),
        ):  # fmt: skip
            monkeypatch.setattr(module, name, value)

    return _few


def october(figures: tuple[Figure, ...] = FIGURES, **options: Any) -> Calibration:
    return calibrate(pilot(), figures, UNTIL, ONE, **options)


def same(one: Calibration, other: Calibration) -> bool:
    return one.posterior == other.posterior and np.array_equal(one.agreement, other.agreement)


def test_it_ends_when_the_parts_agree_or_there_are_as_many_as_allowed(
    few: Callable[..., None],
) -> None:
    few(200, 800, agreed=np.inf)
    found = october()
    assert (found.pilots, found.agrees) == (200, True)
    few(200, 800, agreed=np.inf, enough=np.inf)
    found = october()
    assert (found.pilots, found.agrees) == (800, False)
    few(200, 800, agreed=0.99)
    assert october().pilots == 800


def test_figures_after_the_day_do_not_move_what_is_learned(few: Callable[..., None]) -> None:
    few(400, 400)
    forged = tuple(
        f.model_copy(update={"reported": "999"})
        if f.days[1] > UNTIL and f.quantity in ("returns_cumulative", "inbound_cumulative")
        else f
        for f in FIGURES
    )
    assert forged != FIGURES
    assert same(october(forged), october())
    earlier = tuple(
        f.model_copy(update={"reported": "99"})
        if (f.quantity, f.as_of) == ("returns_cumulative", UNTIL) else f
        for f in FIGURES
    )  # fmt: skip
    assert not same(october(earlier), october())


@pytest.mark.parametrize("stop", [300, 600])
def test_taken_up_it_learns_what_it_would_have_learned_without_a_stop(
    few: Callable[..., None], tmp_path: Path, stop: int
) -> None:
    """Stopped before the first look at the parts, and on the way to the second."""
    few(400, 800)
    done = 0

    def interrupt(number: int) -> None:
        nonlocal done
        done += number
        if done >= stop:
            raise KeyboardInterrupt

    kept = tmp_path / "kept.npz"
    with pytest.raises(KeyboardInterrupt):
        october(progress=interrupt, kept=kept)
    assert same(october(kept=kept), october())


def test_more_pilots_than_were_needed_are_not_learned_from(
    few: Callable[..., None], tmp_path: Path
) -> None:
    kept = tmp_path / "kept.npz"
    few(800, 800)
    october(kept=kept)
    few(400, 800, agreed=np.inf)
    found = october(kept=kept)
    assert found.pilots == 400
    assert same(found, october())


def test_progress_counts_every_pilot_once_those_taken_up_included(
    few: Callable[..., None], tmp_path: Path
) -> None:
    few(400, 800)
    kept = tmp_path / "kept.npz"
    for _ in range(2):
        counted: list[int] = []
        october(progress=counted.append, kept=kept)
        assert sum(counted) == 800


def test_nothing_to_learn_from_is_said(few: Callable[..., None]) -> None:
    few(400, 400)
    with pytest.raises(EvidenceError, match="no figure teaches by 2025-08-10"):
        calibrate(pilot(), FIGURES, date(2025, 8, 10), ONE)


def test_the_calibrated_scenario_is_the_scenario_with_what_was_learned(
    calibration: Calibration,
) -> None:
    posterior = calibration.posterior
    assert calibration.calibrated == pilot().model_copy(update={"posterior": posterior})
    assert posterior.until == calibration.until
    assert posterior.names == calibration.learnable.names
    assert posterior.sets == module.SETS
    levels = np.array(posterior.levels)
    assert levels.min() > 0
    assert levels.max() < 1
    # Equally likely sets are as near to what was inferred as a random sample, or nearer.
    inferred = calibration.inferred
    np.testing.assert_allclose(
        levels.mean(axis=1), inferred.weights @ inferred.levels, atol=4 * 0.29 / module.SETS**0.5
    )


def test_figures_narrow_what_they_tell_of_and_widen_nothing_much(calibration: Calibration) -> None:
    spread = calibration.inferred.sd
    told = calibration.explained > 0.5
    assert told.any()
    assert np.all(spread[told] < 0.85)
    # Of about 80 kept pilots a standard deviation is known to a tenth or so.
    assert spread.max() < 1 + 5 / (2 * calibration.inferred.effective) ** 0.5


def test_calibrated_it_gives_the_figures_better_than_before(
    calibration: Calibration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(predictive, "REPLICATIONS", 100)
    before, after = before_and_after(calibration, FIGURES, ONE, lambda text: None)
    for each, role in ((before, "seen"), (after, "fitted")):
        rows = [row for row in each.figures if not row.figure.quantity.startswith("arrivals")]
        assert {row.role for row in rows} == {role}
    assert [row.figure for row in before.figures] == [row.figure for row in after.figures]
    assert after.summary.width90 is not None
    assert before.summary.width90 is not None
    assert after.summary.width90 < before.summary.width90
    scores = [
        sum(row.wis for row in each.figures if row.wis is not None) for each in (before, after)
    ]
    assert scores[1] < scores[0]


def test_values_that_are_known_are_found(calibration: Calibration) -> None:
    """Pilots are made with known values, through a posterior of one set, and learned from."""
    learnable, figures, until = calibration.learnable, calibration.figures, calibration.until
    levels = learnable.levels(1, range(calibration.pilots))
    inference = Inference(levels, calibration.prior, kept=0.05)
    top = np.argsort(-calibration.explained)[:6]
    truths = learnable.levels(77, range(20))
    found = []
    for truth in truths:
        one = Posterior(until, learnable.names, learnable.priors, tuple((u,) for u in truth))
        known = as_known_on(pilot().model_copy(update={"posterior": one}), until, until)
        result = run(known, Settings(replications=1, seed=5, workers=1))
        inferred = inference.of(as_printed(result, 0, figures)[0])
        ranks = inferred.weights @ (inferred.levels[:, top] < truth[top])
        found.append((ranks > 0.05) & (ranks < 0.95))
    # Of 120 values 108 are expected inside; those of one pilot are not independent.
    assert np.sum(found) >= 120 * 0.9 - 4 * (120 * 0.9 * 0.1) ** 0.5


def test_a_prior_is_shown_by_its_quantiles_in_its_own_unit(calibration: Calibration) -> None:
    shown = {value.name: value for value in learned(calibration)}
    trend = pilot().programme.trend.prior
    assert trend is not None
    mean, sd = (100 * number for number in trend.numbers)
    assert shown["programme.trend"].unit == "% per month"
    assert shown["programme.trend"].prior == pytest.approx((mean - Z95 * sd, mean, mean + Z95 * sd))
    places = pilot().detention.places.prior
    assert places is not None
    reach = places.numbers[1] ** (Z95 / Z90)
    assert shown["detention.places"].unit == "factor"
    assert shown["detention.places"].prior == pytest.approx((1 / reach, 1, reach))
    assert shown["programme.walk.1"].unit == "sd"
    assert shown["programme.walk.1"].prior == pytest.approx((-Z95, 0, Z95))


def test_every_value_is_shown_once_the_best_identified_first(calibration: Calibration) -> None:
    values = learned(calibration)
    assert sorted(value.name for value in values) == sorted(calibration.learnable.names)
    spreads = [value.spread for value in values]
    assert spreads == sorted(spreads)
    words = [replace(values[0], spread=spread).identified for spread in (0.7, 0.71, 0.9, 0.91)]
    assert words == ["identified", "partly", "partly", "not identified"]


def test_values_are_called_together_where_their_scores_correlate(calibration: Calibration) -> None:
    count = len(calibration.learnable.names)
    levels = np.random.default_rng(4).random((4_000, count))
    levels[:, 1] = 1 - levels[:, 0]
    apart = Inferred(levels, np.full(4_000, 1 / 4_000), 1.0)
    pairs = list(together(replace(calibration, inferred=apart)))
    names = calibration.learnable.names
    assert [(set(pair[:2]), round(pair[2], 6)) for pair in pairs] == [({names[0], names[1]}, -1.0)]


def test_the_table_is_that_of_the_scenario_as_known_on_the_day(calibration: Calibration) -> None:
    table = Pilots(pilot(), calibration.figures, calibration.until, Settings(seed=1, workers=1))
    table.simulate(20, lambda done: None, lambda text: None)
    np.testing.assert_array_equal(table.printed, calibration.prior[:20])
