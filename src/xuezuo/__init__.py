"""xuezuo (学做): notice in, verified effect out.

The rooms of this house and who may import whom are told in ARCHITECTURE.md.
"""

__version__ = "0.1.0"
