"""Processes beside one parent, and one server for one home."""
