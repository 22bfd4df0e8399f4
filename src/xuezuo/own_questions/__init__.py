"""Questions that people put together themselves: what to count, of which, by what; saved and shared as questions.

Owns saved questions and with whom they are shared. An answer is never kept here: whoever asks gets what their own scope
allows, from the engines of figures.
"""
