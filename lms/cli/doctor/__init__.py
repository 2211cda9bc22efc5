"""`lms doctor`."""
