"""How fast the site is, each figure as a ratio against a yardstick that is measured in the same run.

Absolute figures say as much about the machine as about the code. Each module here measures one piece of work and its
yardstick turn and turn about, so that whatever else the machine does hits both. `make bench` runs them all and writes
docs/reference/performance.md.
"""
