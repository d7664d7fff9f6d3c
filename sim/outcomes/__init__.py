"""What does it add up to? Daily series and indicators, from records alone."""
