"""Questions from and for other tools, and courses as books. Pure: bytes come in, values go out; no web, no database."""
