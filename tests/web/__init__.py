"""Pages, by desk."""
