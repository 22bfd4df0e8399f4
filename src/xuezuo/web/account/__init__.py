"""Signing in, home by role, what is held about me, language, feedback."""
