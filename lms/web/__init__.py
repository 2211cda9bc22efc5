"""Pages and API over the services. Views parse, make one call, and answer."""
