"""What can keep evidence from being used, in words for whoever asked."""

from __future__ import annotations


class EvidenceError(Exception):
    """Raised where figures cannot teach, or where a forecast cannot be made or scored."""
