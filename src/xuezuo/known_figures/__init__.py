"""Under which names a figure is known, so that nobody is asked for what is counted already (AF09).

Reads the names that `indicators/declarations` give, and nothing else of them. Knows no tables and no other room, so that
whoever writes a requirement can ask.
"""
