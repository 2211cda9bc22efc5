"""How content is written: rules for questions and prose, what covers what, and how much of a paper comes again.

Nothing here stops a publication, and nothing that serves learners asks for it: the command and the workshop do.
"""
