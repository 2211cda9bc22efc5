"""Starting, watching and tidying a site."""
