"""What matters? How much of an answer each value that is not known decides, and how much chance."""
