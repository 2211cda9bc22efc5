"""What helps authors at their desk: starters, fixes, schemas, the manual."""
