"""Records: entering, correcting, claiming, making up, and reading all of it."""
