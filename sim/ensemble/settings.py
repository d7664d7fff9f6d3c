"""How is a scenario to be run?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

DEFAULT_REPLICATIONS = 200


@dataclass(frozen=True, slots=True)
class Settings:
    """How to run a scenario.

    Attributes
    ----------
    replications
        How many; None takes the default, or lets ``precision`` decide.
    precision
        Wanted half-width of the 95% interval of median returns and inbound, relative
        to the median (0.02 is 2%).
    seed
        Of all luck.
    workers
        Number of processes; None takes the processors at hand.
    at_central
        True to keep uncertain values at their centres.
    engine
        Name of the engine.
    cluster
        Address of a Dask scheduler that has the workers, instead of processes here.
    """

    replications: int | None = None
    precision: float | None = None
    seed: int = 1
    workers: int | None = None
    at_central: bool = False
    engine: str = "compiled"
    cluster: str | None = None

    @property
    def wanted(self) -> int | None:
        """How many replications there will be; None if a precision decides."""
        if self.precision is not None:
            return None
        return self.replications or DEFAULT_REPLICATIONS

    def what(self) -> dict[str, Any]:
        """Return what decides the answer; who runs it does not."""
        return {
            "replications": self.replications,
            "precision": self.precision,
            "seed": self.seed,
            "at": "central" if self.at_central else "drawn",
            "engine": self.engine,
        }

    @classmethod
    def again(
        cls, what: dict[str, Any], workers: int | None = None, cluster: str | None = None
    ) -> Settings:
        """Return the settings that :meth:`what` was written from, for other workers.

        Raises
        ------
        KeyError, TypeError
            If it was written from something else.
        """
        replications, precision, seed = what["replications"], what["precision"], what["seed"]
        numbers = isinstance(replications, int | None) and isinstance(precision, float | None)
        if not numbers or not isinstance(seed, int):
            raise TypeError("a number is missing")
        return cls(
            replications,
            precision,
            seed,
            workers,
            {"central": True, "drawn": False}[what["at"]],
            what["engine"],
            cluster,
        )
