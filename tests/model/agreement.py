"""Where do two records differ?"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from sim.model.records import Records


def differing(a: Any, b: Any, path: str = "records") -> list[str]:
    """Return the paths of everything in which two records differ."""
    if is_dataclass(a):
        return [
            found
            for field in fields(a)
            for found in differing(
                getattr(a, field.name), getattr(b, field.name), f"{path}.{field.name}"
            )
        ]
    if isinstance(a, tuple) and hasattr(a, "_fields"):
        named = zip(a._fields, a, b, strict=True)
        return [x for name, mine, other in named for x in differing(mine, other, f"{path}.{name}")]
    return [] if np.array_equal(a, b) else [path]


def equal(a: Records, b: Records) -> bool:
    """Return whether the same happened, whatever the rules."""
    happened = Records._fields[Records._fields.index("boats") :]
    return not any(differing(getattr(a, name), getattr(b, name)) for name in happened)
