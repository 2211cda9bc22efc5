"""The practice of certifying, as rules: who may decide what, and what becomes of a question and an application."""
