"""Who did what to what: append-only events with plain ids and no foreign keys, sealed in batches into a hash chain.

Knows nothing of any other room; every action writes its event here, under the write, in the same transaction.
"""
