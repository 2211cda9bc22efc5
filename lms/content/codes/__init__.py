"""Every code of every finding, and what it means."""
