"""What can stop a run, and is said in one line?

Imports nothing, so that a command can name these before it needs anything heavy.
"""

from __future__ import annotations


class EnsembleError(Exception):
    """Raised if a run cannot begin or go on; its text is for the person who asked."""


class FolderError(EnsembleError):
    """Raised if a result folder would overwrite something, or cannot be read or written."""


class WorkersError(EnsembleError):
    """Raised if workers cannot be reached, or cannot finish a replication."""
