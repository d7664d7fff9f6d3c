"""What changes? Scenarios side by side under the same luck."""
