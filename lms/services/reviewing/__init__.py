"""A question's life: proposed, reviewed by two people, tried, counted, taken out."""
