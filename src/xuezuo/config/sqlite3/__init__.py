"""Django's SQLite, whose writers wait for their turn in the order in which they came."""
