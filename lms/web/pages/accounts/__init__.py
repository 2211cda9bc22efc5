"""Joining, signing in, and what people keep and change of their account."""
