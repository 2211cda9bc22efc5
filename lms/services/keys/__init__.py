"""The keys of the site, and what is sealed with them."""
