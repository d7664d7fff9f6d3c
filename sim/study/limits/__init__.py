"""Which limit binds? Whom each held back, and what one more unit of it would buy."""
