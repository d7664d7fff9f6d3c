"""The local page on which levers are moved (extra ``serve``)."""
