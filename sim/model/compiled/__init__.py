"""What happens to each person? The rules of the SimPy model, compiled.

One loop over arrays (:mod:`~sim.model.compiled.engine`), with the same rules, names and order
of events as :mod:`sim.model.reference`. What a process waits for there is an event here, and
what it remembers is a row of a table (:mod:`~sim.model.compiled.layout`).
"""
