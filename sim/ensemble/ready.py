"""What does a worker have before its first replication?

Importing this runs one replication, so that processes forked afterwards have loaded whatever was
compiled: that takes longer than a hundred replications.
"""

from __future__ import annotations

from contextlib import suppress

from sim.compiled import is_compiled
from sim.ensemble.task import Task
from sim.scenario.load import load

if is_compiled():
    with suppress(Exception):  # a worker that is not ready makes itself ready
        Task(load("pilot"), 0, False, "compiled").replications(range(1))
