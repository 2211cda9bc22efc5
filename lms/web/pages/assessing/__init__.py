"""Examinations: the cover, the paper and the result."""
