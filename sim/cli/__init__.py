"""The commands. Thin: every command reads its options, asks another room, and prints."""
