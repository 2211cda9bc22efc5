"""From files to the catalog that is served; what did not change is not compiled again."""
