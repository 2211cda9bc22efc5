"""How what a command found is written down: for people, and for programs."""
