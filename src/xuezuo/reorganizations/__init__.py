"""Acts on the tree: found, rename, move, merge, split, close, reopen, each planned, shown before, dated, and undone by another act.

Owns which organization came from which. Facts never move; it must not know of records, campaigns or figures.
"""
