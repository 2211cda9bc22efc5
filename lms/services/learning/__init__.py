"""Courses and lessons as one learner reads and answers them."""
