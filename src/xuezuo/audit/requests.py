"""The number of the request that is being answered, so that every event of it can be found by what its sender was told."""

from contextvars import ContextVar

current: ContextVar[str] = ContextVar("request_number", default="")
"""Set by the web's middleware and sent back as `X-Request-Id`; empty at the command line."""
