"""How are the workers of a Dask cluster reached?

By the address of its scheduler. How a connection is secured is Dask's own
configuration, which holds for ``tls://`` addresses.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sim.ensemble.crews import Crew
from sim.ensemble.errors import WorkersError
from sim.ensemble.provenance import differences, versions

PATIENCE = 10
"""Seconds to wait for a scheduler, and then for its first worker."""


@contextmanager
def open_cluster(address: str) -> Iterator[Crew]:
    """Connect to a scheduler and leave it when the block ends.

    Raises
    ------
    WorkersError
        If the extra is not installed, if nobody answers, or if the workers have other
        versions, which could give other results.
    """
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise WorkersError(
            "a cluster needs the extra: pip install 'returns-scheme-simulator[cluster]'"
        ) from None
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what matters is raised
    try:
        _check_address(address)
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else "no answer"
        raise WorkersError(f"the cluster at {address} cannot be reached: {reason}") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
            theirs = client.run(versions)
        except TimeoutError:
            raise WorkersError(f"the cluster at {address} has no workers") from None
        except Exception as error:
            raise WorkersError(
                f"the workers of {address} cannot run this program ({error}); install it there"
            ) from None
        for worker, found in theirs.items():
            if different := differences(versions(), found):
                raise WorkersError(f"the worker {worker} could give other results: {different[0]}")
        size = sum(client.nthreads().values())
        yield Crew(size, lambda _: client.get_executor(pure=False), (KilledWorker,))


def _check_address(address: str) -> None:
    """Refuse what no client could be made from; a half-made one would hold up the end."""
    from distributed.comm.addressing import get_address_host_port
    from distributed.security import Security

    get_address_host_port(address)
    if address.startswith("tls:") and not Security().get_connection_args("client")["ssl_context"]:
        raise ValueError("Dask's configuration names no certificates (distributed.comm.tls)")
