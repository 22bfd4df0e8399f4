"""A phone without a network: the page it installs, the worker that keeps the shell, and the outbox (decision 0021)."""
