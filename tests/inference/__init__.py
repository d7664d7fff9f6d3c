"""Which way of learning from figures is best here? Measured on pilots whose values are known.

``python -m tests.inference`` runs the study and prints its table.
"""
