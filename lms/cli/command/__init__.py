"""What every command begins and ends with."""
