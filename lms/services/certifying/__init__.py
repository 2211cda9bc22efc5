"""The life of a certificate, from the claim to its verification by a stranger."""
