"""Engines that answer the same three questions alike. There is one so far: `live`, which asks the application database."""
