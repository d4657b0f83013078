"""Recordings to sessions: decode, find speech, tell speakers apart, recognise words."""
