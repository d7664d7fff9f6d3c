"""Who comes? Boats and people on a timeline: observed weeks, then projected days."""
