"""Attempts: whether one may begin, sitting, handing in, results, and what comes next."""
