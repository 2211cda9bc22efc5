"""Verification, for anyone: of one certificate, of several, of the log."""
