"""One use, one function, one transaction. Pages, API, command and jobs all call these."""
