"""Has the model been compiled on this machine?"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from sim.compiled import HAS_NUMBA, is_compiled, note_compiled
from sim.luck.luck import Luck
from sim.model.outline import Outline
from sim.model.replicate import replicate
from sim.outcomes.measure import measure
from sim.outcomes.replication import measured_replication

Say = Callable[[str], None]
"""Called with a sentence for whoever waits."""


def compile_first(outline: Outline, say: Say) -> None:
    """Compile whatever a run needs, once on a machine, and say so.

    Parameters
    ----------
    outline
        Of any scenario.
    say
        Called before and after; not at all where everything has been compiled before.
    """
    if not HAS_NUMBA:
        say("Numba cannot be had here: the model runs uncompiled, on the SimPy engine, slowly.")
    elif not is_compiled():
        say("Compiling the model for this machine. This happens once and takes most of a minute.")
        begun = perf_counter()
        measured_replication(outline, Luck(0, 0), "compiled")
        measure(replicate(outline, Luck(0, 0), "reference"))
        note_compiled()
        say(f"Compiled in {perf_counter() - begun:.0f} s.")


def compile_once(name: str, sentence: str, function: Callable[[], object], say: Say) -> None:
    """Compile what a run does not need, once on a machine, before workers need it all at once.

    Parameters
    ----------
    name
        Under which it is remembered.
    sentence
        Said before; not at all where it has been compiled before.
    function
        Compiles it, by running it.
    say
        Called with the sentence.
    """
    if HAS_NUMBA and not is_compiled(name):
        say(sentence)
        function()
        note_compiled(name)
