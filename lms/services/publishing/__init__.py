"""Making content live, and what is served."""
