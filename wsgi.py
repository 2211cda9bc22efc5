"""For a WSGI server of your choice. `lms serve` needs nothing of it.

A WSGI server gives a request to the site before its body is there: one that buffers has to stand before it.
"""

from lms.cli.serving.webapp import make_application

application = make_application()
