"""What people may have of their own data, and how it is erased."""
