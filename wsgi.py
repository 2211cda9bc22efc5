"""For a WSGI server of your choice: `granian --interface wsgi wsgi:application`. `lms serve` needs nothing of it."""

from lms.cli.webapp import make_application

application = make_application()
