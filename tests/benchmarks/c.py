"""Is the compiled engine as fast as the same loop in C?

``engine.c`` is compiled with the system's compiler into a folder that is then deleted, and
called on copies of the arrays that the compiled engine is called with.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CDLL, Structure, c_int64, c_void_p
from enum import IntEnum
from functools import partial
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.table import Table as Printed

from sim.luck import philox
from sim.luck.luck import Luck
from sim.model.cases import ACCEPTED, MEETS, MISSED, Cases, Drawn
from sim.model.compiled import layout
from sim.model.compiled.engine import arguments
from sim.model.compiled.engine import loop as compiled_loop
from sim.model.exits import Exit
from sim.model.notes import Approval, Landing, Load, Notes, Step, blank_notes
from sim.model.order import DAY, NEVER, Kind
from sim.model.outline import outline
from sim.model.plan import Plan
from sim.model.replicate import prepare
from sim.model.rules import Rule
from sim.scenario.schema import Scenario
from tests.benchmarks.paired import Timed, pair, seconds, table
from tests.benchmarks.scenes import everyone_detained
from tests.variants import pilot

COMPILER = which("cc")
REPLICATIONS = {"pilot": 50, "everyone of a year detained": 1}
"""How many replications are timed together; the pilot's are short."""

Arguments = tuple[NDArray[Any], ...]
Loop = Callable[[Arguments], None]


class Array(Structure):
    """An array as the C code sees it."""

    _fields_ = (("at", c_void_p), ("rows", c_int64), ("columns", c_int64))


def tables(rounds: int, small: bool = False) -> Iterator[Printed | str]:
    """Yield the table, or a sentence where there is no compiler."""
    if COMPILER is None:
        yield "There is no C compiler here: the compiled engine is not measured against C."
        return
    scenarios = {"pilot": pilot(), "everyone of a year detained": everyone_detained()}
    pairs = []
    with in_c() as loop:
        for name, scenario in scenarios.items():
            count = 2 if small else REPLICATIONS[name]
            check_equal(scenario, count, loop)
            drawn = [_prepared(scenario, number) for number in range(count)]
            pairs.append(
                pair(
                    name,
                    ("compiled", _timed(drawn, in_numba)),
                    ("C", _timed(drawn, loop)),
                    rounds,
                )
            )
    yield table("The loop alone: compiled by Numba, and in C at -O2", pairs)


@contextmanager
def in_c() -> Iterator[Loop]:
    """Compile the loop in C."""
    assert COMPILER is not None
    with TemporaryDirectory() as folder:
        library = Path(folder) / "engine.so"
        (Path(folder) / "layout.h").write_text(_layout(), encoding="utf-8")
        options = ("-std=c11", "-O2", "-ffp-contract=off", "-shared", "-fPIC", f"-I{folder}")
        source = Path(__file__).with_name("engine.c")
        subprocess.run([COMPILER, *options, "-o", library, source], check=True)
        function = CDLL(str(library)).loop
        function.restype = None

        def loop(given: Arguments) -> None:
            arrays = (Array * len(given))(*(_seen(array) for array in given))
            function(arrays)

        yield loop


def in_numba(given: Arguments) -> None:
    """Run the loop of the compiled engine."""
    compiled_loop(*given)


def check_equal(scenario: Scenario, replications: int, loop: Loop) -> None:
    """Check that C writes the same notes as the compiled engine."""
    for number in range(replications):
        plan, cases = _prepared(scenario, number)
        expected, found = blank_notes(plan, cases), blank_notes(plan, cases)
        in_numba(arguments(plan, cases, expected))
        loop(arguments(plan, cases, found))
        for kind in Notes._fields:
            assert np.array_equal(getattr(expected, kind), getattr(found, kind)), kind


def _prepared(scenario: Scenario, number: int) -> tuple[Plan, Cases]:
    return prepare(outline(scenario), Luck(1, number))


def _timed(drawn: list[tuple[Plan, Cases]], loop: Loop) -> Timed:
    """Time the loop for some replications, each on arrays of its own."""

    def run(_: int) -> float:
        given = [arguments(plan, cases, blank_notes(plan, cases)) for plan, cases in drawn]
        return sum(seconds(partial(loop, one)) for one in given)

    return run


def _seen(array: NDArray[Any]) -> Array:
    assert array.flags.c_contiguous
    columns = array.shape[1] if array.ndim == 2 else 1
    return Array(array.ctypes.data, array.shape[0], columns)


def _layout() -> str:
    """Return what columns, kinds and constants are called, for the C code."""
    named: dict[str, int] = {
        "DAY": DAY,
        "NEVER": NEVER,
        "ACCEPTED": ACCEPTED,
        "MEETS": MEETS,
        "MISSED": int(MISSED),
        "ROUNDS": philox.ROUNDS,
        **{f"MULTIPLIER_{n}": number for n, number in enumerate(philox.MULTIPLIERS)},
        **{f"KEY_STEP_{n}": number for n, number in enumerate(philox.KEY_STEPS)},
    }
    for name in ("OWNER_BITS", "KIND_BITS", "OWNER_MASK", "NOTHING", "NOT_WAITING"):
        named[name] = getattr(layout, name)
    enumerations: tuple[type[IntEnum], ...] = (
        *(Rule, layout.Table, layout.Stay, layout.Now, layout.Memory),
        *(layout.Event, Drawn, Exit, Kind, Step, Landing, Approval, Load),
    )
    for kind in enumerations:
        named |= {f"{kind.__name__.upper()}_{one.name}": int(one) for one in kind}
    return "".join(f"#define {name} ({number}LL)\n" for name, number in named.items())
