"""How two states of the content differ, and what may not differ from what was published."""
