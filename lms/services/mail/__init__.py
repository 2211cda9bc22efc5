"""Mail: written down in the transaction of what it tells of, and sent afterwards."""
