"""The branch's one entry: a meeting held, what it counts for, who was absent, and how that was made good.

Owns what people recorded. Absences are named, presence is roster minus absences plus guests (architecture section 4).
"""
