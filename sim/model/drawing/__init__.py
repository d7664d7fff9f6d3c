"""What does chance decide of everybody?

By one function for every engine (:mod:`~sim.model.drawing.cases`). What follows selection is drawn
only for those selected, and how long a barrier takes only for those who might meet it.
"""
