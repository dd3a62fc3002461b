"""What Candor says in other languages: one catalogue each. The English sentences stand in the code."""
