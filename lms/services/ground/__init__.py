"""What every service stands on: the context, the person who asks, refusals, the home, limits, tokens, the journal."""
