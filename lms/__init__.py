"""A certification and eLearning engine: courses in Markdown, gated examinations, certificates that can be verified."""

__version__ = "0.1.0"
