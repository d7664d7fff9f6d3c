"""Are figures surprising that no simulated pilot could print, and no others?"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import kstest

from sim.evidence.learning.inferring import Inference

Numbers = NDArray[np.float64]


def table(pilots: int) -> tuple[Numbers, Numbers]:
    """Return levels of a value, and of each pilot a count of it, the same again, and a zero."""
    rng = np.random.default_rng(4)
    score = rng.standard_normal(pilots)
    count = np.square(20 + score + 0.5 * rng.standard_normal(pilots))
    return ndtr(score)[:, None], np.column_stack([count, count, np.zeros(pilots)])


@pytest.fixture(scope="module")
def inference() -> Inference:
    return Inference(*table(10_000))


def test_figures_of_a_pilot_are_no_surprise(inference: Inference) -> None:
    assert inference.of(np.array([400.0, 400.0, 0.0])).surprise > 0.05


def test_a_figure_that_is_the_same_in_all_pilots_surprises_if_it_differs(
    inference: Inference,
) -> None:
    assert inference.of(np.array([400.0, 400.0, 3.0])).surprise == 0


def test_figures_that_are_equal_in_all_pilots_surprise_if_they_differ(
    inference: Inference,
) -> None:
    assert inference.of(np.array([400.0, 420.0, 0.0])).surprise < 0.01


def test_rarity_is_evenly_spread_for_pilots_like_those_of_the_table() -> None:
    levels, printed = table(5_300)
    inference = Inference(levels[:5_000], printed[:5_000])
    found = [inference.rarity(inference.of(one).surprise) for one in printed[5_000:]]
    assert kstest(found, "uniform").pvalue > 0.01


def test_figures_that_nobody_could_print_are_rare(inference: Inference) -> None:
    surprise = inference.of(np.array([400.0, 400.0, 3.0])).surprise
    assert inference.rarity(surprise) <= 2 / 501
