"""The kinds of question, their marking, and the paper of an attempt. Pure: no clock, no database, no web."""
