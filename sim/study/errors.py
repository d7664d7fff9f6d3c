"""What can keep a study from being made, in words for whoever asked."""

from __future__ import annotations


class StudyError(Exception):
    """Raised where a study is asked for in a way that has no answer."""
