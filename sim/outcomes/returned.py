"""Who was returned, each person once?"""

from __future__ import annotations

import numpy as np

from sim.compiled import allocating
from sim.luck.keys import Keys
from sim.model.exits import Exit
from sim.model.records import VisitRecords


@allocating
def people_returned(visits: VisitRecords) -> Keys:
    """Return the keys of the people who were returned, in order of boat and place aboard.

    A later visit follows a return, so a person's first return ends their first visit.

    Parameters
    ----------
    visits
        Of one replication.

    Returns
    -------
    ndarray of uint64, shape (people returned,)
    """
    people = np.empty(visits.person.size, dtype=np.uint64)
    count = 0
    for visit in range(visits.person.size):
        if visits.exit[visit] == Exit.RETURNED and visits.number[visit] == 0:
            people[count] = visits.person[visit]
            count += 1
    return people[:count].copy()
