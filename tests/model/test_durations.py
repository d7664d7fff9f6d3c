"""A duration is its shape times its scale, in whole seconds."""

from __future__ import annotations

import numpy as np
import pytest

from sim.luck.tables import LENGTH
from sim.model.durations import LONGEST, seconds, shape_of
from sim.scenario.values import Spread


@pytest.mark.parametrize(
    ("duration", "rounded"),
    [
        (-3.0, 0),
        (0.0, 0),
        (0.49999999999999994, 0),
        (0.5, 1),
        (1.5, 2),
        (2.5, 3),
        (1e30, LONGEST),
    ],
)
def test_seconds_round_half_up_from_zero_to_the_longest(duration: float, rounded: int) -> None:
    assert seconds(np.ones(LENGTH), duration, 0.3) == rounded


def test_a_shape_and_its_scale_are_the_spread() -> None:
    table, scale = shape_of(Spread(median=14 * 86_400.0, p90=20 * 86_400.0))
    assert seconds(table, scale, 0.5) == 14 * 86_400
    assert seconds(table, scale, 0.9) == pytest.approx(20 * 86_400, rel=1e-5)
    assert seconds(table, 2 * scale, 0.9) == pytest.approx(40 * 86_400, rel=1e-5)
    table, scale = shape_of(Spread(mean=9 * 86_400.0))
    assert seconds(table, scale, 1 - np.exp(-1)) == pytest.approx(9 * 86_400, rel=1e-4)


def test_a_constant_is_constant() -> None:
    table, scale = shape_of(Spread(median=77.0, p90=77.0))
    assert {seconds(table, scale, u) for u in (2.0**-54, 0.2, 0.5, 1 - 2.0**-53)} == {77}
