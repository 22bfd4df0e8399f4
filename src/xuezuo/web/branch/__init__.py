"""The branch secretary's desk: what is due, one form to record a meeting, make-ups, corrections."""
