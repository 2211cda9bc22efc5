"""The claim, its serial, its page as PDF and the report on it.

Pure but for two modules: `fonts` asks the machine which letters it can print, and `render` is where WeasyPrint lives.
"""
