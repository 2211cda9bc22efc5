"""The command `lms`."""
