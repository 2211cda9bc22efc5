"""What pages are drawn with: templates, filters and forms, fragments that are kept, and what is the same for all."""
