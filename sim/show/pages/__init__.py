"""Pages of the documentation that are made from scenarios and their runs."""
