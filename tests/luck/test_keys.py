"""Does everyone have a key of their own?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from sim.luck.keys import (
    Route,
    applicant_key,
    boat_key,
    day_key,
    flight_key,
    parameter_key,
    person_key,
    visit_key,
)

START = date(2025, 8, 6).toordinal()


def test_no_two_visits_share_a_key() -> None:
    dates = np.array([0, START, START + 1, 2**24 - 1])[:, None, None, None]
    ordinals = np.array([0, 1, 2**16 - 1])[:, None, None]
    places = np.array([0, 1, 60, 2**12 - 1])[:, None]
    numbers = np.array([0, 1, 2**8 - 1])
    keys = visit_key(person_key(boat_key(dates, ordinals), places), numbers)
    assert keys.dtype == np.uint64
    assert keys.shape == (4, 3, 4, 3)
    assert np.unique(keys).size == keys.size


def test_no_two_flights_share_a_key() -> None:
    routes = np.array(list(Route))[:, None, None]
    keys = flight_key(routes, START + np.arange(40)[:, None], np.arange(5))
    assert np.unique(keys).size == 2 * 40 * 5


def test_a_key_can_be_read_back_part_by_part() -> None:
    key = int(visit_key(person_key(boat_key(START, 7), 55), 2))
    assert (key & 0xFF, key >> 8 & 0xFFF, key >> 20 & 0xFFFF, key >> 36) == (2, 55, 7, START)
    flight = int(flight_key(Route.IN, START, 3))
    assert (flight & 0xFFFF, flight >> 16 & 0xFFFFFF, flight >> 40) == (3, START, Route.IN)
    assert int(day_key(START)) == START
    assert int(applicant_key(2**64 - 1)) == 2**64 - 1


def test_arrays_and_single_numbers_give_the_same_keys() -> None:
    places = np.arange(60)
    people = person_key(boat_key(START, 4), places)
    assert [int(person_key(boat_key(START, 4), int(place))) for place in places] == people.tolist()


@pytest.mark.parametrize(
    ("make", "parts"),
    [
        (day_key, (2**24,)),
        (day_key, (-1,)),
        (day_key, (1.0,)),
        (day_key, (2**70,)),
        (boat_key, (START, 2**16)),
        (boat_key, (START, np.array([0, -1]))),
        (person_key, (2**40, 0)),
        (person_key, (0, 2**12)),
        (visit_key, (2**52, 0)),
        (visit_key, (0, np.array([1, 2**8]))),
        (applicant_key, (2**64,)),
        (flight_key, (2, START, 0)),
        (flight_key, (Route.OUT, 2**24, 0)),
        (flight_key, (Route.OUT, START, 2**16)),
    ],
)
def test_a_part_that_does_not_fit_is_refused(
    make: Callable[..., object], parts: tuple[Any, ...]
) -> None:
    with pytest.raises(ValueError, match="must be a whole number from 0 to"):
        make(*parts)


def test_nobody_has_no_key() -> None:
    assert person_key(boat_key(START, 0), np.zeros(0, dtype=np.int64)).shape == (0,)


def test_parameters_with_different_paths_have_different_keys() -> None:
    paths = [f"{room}.{name}" for room in ("detention", "flights") for name in "abcdefgh"]
    assert len({int(parameter_key(path)) for path in paths}) == len(paths)
