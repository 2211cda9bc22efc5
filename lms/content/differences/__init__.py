"""What an edit means, in an author's words: two states of the content compared, thing by thing."""
