"""Whom did each limit hold back, and when? Compiled like the model, whose rules it follows."""
