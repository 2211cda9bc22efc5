"""What people tell of themselves: for themselves, and for others as they choose."""
