"""Translations: the texts of a file in another language, beside it, under the same ids and letters."""
