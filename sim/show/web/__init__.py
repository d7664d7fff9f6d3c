"""The local page on which levers are moved and charts answer (extra ``serve``)."""
