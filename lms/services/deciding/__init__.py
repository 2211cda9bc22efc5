"""Applications for a certification, and what was decided about them by a person."""
