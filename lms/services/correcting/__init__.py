"""A wrong key put right, and what an edit does to whom."""
