"""Who holds which duty, and what they declared of their interests."""
