"""An examination of many learners at once: `python -m benchmarks.examination`. The load is locust's.

`profile.py` is the locust file, `hall.py` the site and the people, `__main__.py` runs both and tells what was seen.
"""
