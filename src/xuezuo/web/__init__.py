"""Pages, by who sits there: branch, office, overview, portal. A view parses, calls one action or query, and renders."""
