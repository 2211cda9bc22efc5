"""`lms backup` and `lms restore`."""
