"""One file format a module: bytes to text. Each refuses what it cannot read with a sentence."""
