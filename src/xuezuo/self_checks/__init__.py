"""What a member writes about themselves for themselves: kept as it comes from their device, which locked it (R19).

Owns ciphertext and what is needed to try a passphrase. Must not know what is written, when, or how often anybody writes.
"""
