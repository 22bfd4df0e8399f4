"""Rules of the house that a machine can see. Each checker is also shown a breach, so that it cannot go blind."""
