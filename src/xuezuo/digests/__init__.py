"""The week at a glance: one page, and one e-mail a week at most for whoever wants it (AF12). There are no other reminders.

Owns who switched it off and which weeks were sent; what stands in it is computed when it is read.
"""
