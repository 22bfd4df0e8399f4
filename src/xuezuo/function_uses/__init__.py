"""How often each function was used in a month, and what people decided about those that few use (AF16).

Knows no person, no organization and no time of day: a count by function and month is all there is (AF03, AF04).
"""
