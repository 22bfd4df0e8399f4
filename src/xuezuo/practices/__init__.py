"""The book of local practice: what worked, written by those who did it, published by a person, adopted by others.

Owns practices, the consent of people named in them, and adoptions. Nothing here is ordered by how many adopted it (AF06).
"""
