"""Examples take the time that they take: compiling and other workers would be timed with them."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
