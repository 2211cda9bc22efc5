"""Files, places, YAML, Markdown and diagnostics: what an author wrote, and where. Knows no courses and no questions."""
