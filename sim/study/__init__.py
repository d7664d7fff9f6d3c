"""What if? One unknown at each of its values, and what could be told from noise."""
