"""Charts: one function for each, which returns an Altair chart (extra ``charts``)."""
