"""Certificates of their holders: claiming, having, sharing and downloading them."""
