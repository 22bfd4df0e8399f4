"""A made-up place of any size: same seed, same bytes. Nobody in it exists (identity numbers of region 99xxxx)."""
