"""Courses, lessons, assessments, banks and credentials, and the compiler that makes them from files. Pure."""
