"""Between the server and the site: a request is whole, and of a bearable size, before a thread of the site sees it."""
