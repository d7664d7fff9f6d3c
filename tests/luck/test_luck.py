"""Is luck a function of its owner, and of nothing else?"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from sim.luck import Luck, Route, boat_key, flight_key, parameter_key, person_key
from sim.luck.luck import _unit, name_id
from sim.luck.philox import philox4x32

LUCK = Luck(seed=20250806, replication=3)
START = 739_469
PEOPLE = person_key(boat_key(START + np.arange(250)[:, None], 2), np.arange(80)).ravel()
FLIGHT = int(flight_key(Route.OUT, START, 0))


def test_luck_does_not_depend_on_who_else_draws_or_in_what_order() -> None:
    everyone = LUCK.uniforms("reply", PEOPLE)
    order = np.random.default_rng(1).permutation(PEOPLE.size)
    assert np.array_equal(LUCK.uniforms("reply", PEOPLE[order]), everyone[order])
    assert np.array_equal(LUCK.uniforms("reply", PEOPLE[::7]), everyone[::7])
    chunks = [LUCK.uniforms("reply", chunk) for chunk in np.array_split(PEOPLE, 13)]
    assert np.array_equal(np.concatenate(chunks), everyone)
    assert np.array_equal(LUCK.uniforms("reply", PEOPLE.reshape(250, 80)).ravel(), everyone)
    assert [LUCK.uniform("reply", int(key)) for key in PEOPLE[:50]] == everyone[:50].tolist()


def test_luck_of_a_pair_depends_on_the_pair_alone() -> None:
    everyone = LUCK.pair_uniforms("missed", PEOPLE, FLIGHT)
    assert np.array_equal(LUCK.pair_uniforms("missed", PEOPLE[::-3], FLIGHT), everyone[::-3])
    other = LUCK.pair_uniforms("missed", PEOPLE, FLIGHT + 1)
    assert_unrelated(everyone, other)
    assert_unrelated(everyone, LUCK.uniforms("missed", PEOPLE))


def test_drawing_leaves_the_owners_as_they_were() -> None:
    owners = PEOPLE.copy()
    LUCK.uniforms("reply", owners)
    LUCK.pair_uniforms("missed", owners, FLIGHT)
    assert np.array_equal(owners, PEOPLE)


def test_the_counter_is_owner_replication_name_and_the_key_is_the_seed() -> None:
    luck = Luck(seed=0x0123456789ABCDEF, replication=0xFFFFFFFE)
    owner = 0xFEDCBA9876543210
    counter = (0x76543210, 0xFEDCBA98, 0xFFFFFFFE, name_id("reply"))
    upper, lower, _, _ = philox4x32(*counter, 0x89ABCDEF, 0x01234567)
    expected = ((int(upper) << 32 | int(lower)) >> 11) / 2**53
    assert luck.uniform("reply", owner) == expected


@pytest.mark.parametrize(
    ("luck", "name"),
    [
        (LUCK, "referral"),
        (Luck(seed=LUCK.seed + 1, replication=3), "reply"),
        (Luck(seed=LUCK.seed + 2**32, replication=3), "reply"),
        (Luck(seed=LUCK.seed, replication=4), "reply"),
    ],
)
def test_another_name_seed_or_replication_is_other_luck(luck: Luck, name: str) -> None:
    assert_unrelated(LUCK.uniforms("reply", PEOPLE), luck.uniforms(name, PEOPLE))


def test_neighbours_do_not_share_luck() -> None:
    u = LUCK.uniforms("reply", PEOPLE).reshape(250, 80)
    assert_unrelated(u[:, :-1].ravel(), u[:, 1:].ravel())
    assert_unrelated(u[:-1].ravel(), u[1:].ravel())


def test_luck_is_uniform() -> None:
    u = LUCK.uniforms("reply", PEOPLE)
    assert u.dtype == np.float64
    assert u.min() > 0
    assert u.max() < 1
    assert stats.kstest(u, "uniform").pvalue > 1e-4
    assert np.unique(u).size == u.size


def test_the_unit_interval_is_open_at_both_ends() -> None:
    ends = _unit(np.array([0, 2**64 - 1], dtype=np.uint64))
    assert ends.tolist() == [2.0**-54, 1 - 2.0**-53]


def test_numbers_that_could_not_be_keys_are_refused() -> None:
    with pytest.raises(TypeError):
        LUCK.uniforms("reply", np.array([-1]))
    with pytest.raises(ValueError, match="owner"):
        LUCK.uniform("reply", -1)
    with pytest.raises(ValueError, match="owner"):
        LUCK.pair_uniforms("missed", PEOPLE, 2**64)


@pytest.mark.parametrize(
    ("seed", "replication", "wrong"),
    [(-1, 0, "seed"), (2**64, 0, "seed"), (0, -1, "replication"), (0, 2**32, "replication")],
)
def test_a_seed_or_replication_out_of_range_is_refused(
    seed: int, replication: int, wrong: str
) -> None:
    with pytest.raises(ValueError, match=wrong):
        Luck(seed, replication)
    Luck(2**64 - 1, 2**32 - 1)


def test_one_key_of_any_integer_kind_owns_the_same_luck() -> None:
    key = parameter_key("detention.capacity")
    assert LUCK.uniform("prior", key) == LUCK.uniform("prior", int(key))
    assert LUCK.uniform("prior", key) == LUCK.uniforms("prior", key)


def test_luck_travels_to_another_process_unchanged() -> None:
    assert pickle.loads(pickle.dumps(LUCK)) == LUCK
    script = (
        "import numpy as np; from sim.luck import Luck, parameter_key as p;"
        f"luck = Luck({LUCK.seed}, {LUCK.replication}); key = p('flights.seats');"
        "print(luck.uniform('prior', key), *luck.pair_uniforms('x', key.reshape(1), 5))"
    )
    here = LUCK.pair_uniforms("x", parameter_key("flights.seats").reshape(1), 5)[0]
    expected = [LUCK.uniform("prior", parameter_key("flights.seats")), here]
    for hash_seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", script],
            env={
                **os.environ,
                "PYTHONHASHSEED": hash_seed,
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
            capture_output=True,
            text=True,
            check=True,
        )
        assert [float(word) for word in run.stdout.split()] == expected


def assert_unrelated(u: NDArray[np.float64], v: NDArray[np.float64]) -> None:
    """Check that no pair is equal and that a grid of pairs is evenly filled."""
    assert not np.any(u == v)
    counts, _, _ = np.histogram2d(u, v, bins=8, range=[[0, 1], [0, 1]])
    assert stats.chisquare(counts.ravel()).pvalue > 1e-4
    assert abs(np.corrcoef(u, v)[0, 1]) < 5 / np.sqrt(u.size)
