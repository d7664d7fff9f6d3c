"""Speed, as ratios measured side by side in one run; never a pass or a fail.

``python -m tests.benchmarks`` runs everything; see ``docs/performance.md``.
"""
