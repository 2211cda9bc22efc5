"""What is common to all files of authors: where they lie, their front matter, their prose, and what they say."""
