"""Courses and lessons, and a learner's own page."""
