"""What does a YAML file consist of, once it is read?"""

from __future__ import annotations

from dataclasses import dataclass

from sim.scenario.problems import Place


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as text; ``plain`` is False when it was quoted or a block."""

    place: Place
    text: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    place: Place
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys, each with its own place, in the order of the file."""

    place: Place
    items: tuple[tuple[Scalar, Node], ...]

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        return next((node for name, node in self.items if name.text == key), None)


Node = Scalar | Sequence | Mapping
