"""What does a person see? Sentences, tables, charts and stories."""
