"""What would it take? One lever, or two, until a target is reached."""
