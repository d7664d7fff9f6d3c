"""What is assumed? Scenario files read, checked and resolved."""
