"""A site with rows in every table, walked once and copied."""

from tests.support.walked import walked

__all__ = ["walked"]
