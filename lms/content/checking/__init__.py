"""Whether what the files say fits together."""
