"""What is wrong in a file, and where?

Every check in the project that reads a file ends in the same shape: a list of
:class:`Problem`, all of them found before any is shown, raised as one
:class:`ScenarioError`. The command line prints them and exits with code 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ParamSpec, TypeVar


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A point in a file: ``line`` and ``column`` count from one; line 0 is the file itself."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, with what to write instead."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class RefusedError(Exception):
    """Raised where a part of a file cannot be read; :class:`Findings` notes it."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(place, message)


P = ParamSpec("P")
R = TypeVar("R")


MOST_PROBLEMS = 200
"""After so many a file is not read on; the rest would repeat them."""


class Findings:
    """The problems found so far, in a reading that goes on after each."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def say(self, place: Place, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(place, message))

    @property
    def full(self) -> bool:
        """True when there is enough to correct first."""
        return len(self.problems) >= MOST_PROBLEMS

    def attempt(self, read: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Call a reader; note a refusal and return None."""
        try:
            return read(*args, **kwargs)
        except RefusedError as refused:
            self.problems.append(refused.problem)
            return None


class TooManyError(ValueError):
    """Raised where a scenario brings more of something than the model can tell apart."""


class ScenarioError(Exception):
    """Everything that is wrong with what was read, in the order of the file.

    Parameters
    ----------
    problems
        At least one problem; duplicates are dropped.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known word, or lists the known ones.

    Returns
    -------
    str
        ``did you mean 'x'?`` when one is close, else ``write one of: …`` (at most twelve).
    """
    known = list(known)
    if close := get_close_matches(word[:LONGEST_SHOWN], known, n=1, cutoff=0.6):
        return f"did you mean '{close[0]}'?"
    if len(known) <= 1:
        return f"write '{known[0]}'" if known else "there is none to choose from"
    shown = ", ".join(sorted(known)[:12])
    return f"write one of: {shown}" + (", …" if len(known) > 12 else "")


LONGEST_SHOWN = 60


def shortened(text: str) -> str:
    """Return text as a message shows it: on one line, printable, and not too long."""
    line = "".join(c if c.isprintable() else " " for c in text)
    return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"
