"""How sure are we? Many replications, on one core or many, and what they say together."""
