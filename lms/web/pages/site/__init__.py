"""The first page, and what machines ask of the site."""
