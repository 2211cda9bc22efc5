"""Accommodations: asked for by whoever needs them, and answered by a registrar."""
