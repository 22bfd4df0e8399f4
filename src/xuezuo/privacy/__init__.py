"""What is held about a person and for how long: revealing one sealed value for a purpose, requests to correct, erasure.

Owns the register of personal fields. Decisions are taken by people; nothing here changes anybody's standing.
"""
