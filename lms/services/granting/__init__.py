"""What a candidate needs to sit an examination on equal terms."""
