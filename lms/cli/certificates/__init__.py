"""`lms certificate`."""
