"""The console: what duties open, one module a noun."""
