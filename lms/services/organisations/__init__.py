"""Signing in by an organisation's own sign-in (OpenID Connect): asking it, believing it, and whose account it opens."""
