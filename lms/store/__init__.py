"""Rows in, plain values out. Every function takes a session or connection, and none commits."""
