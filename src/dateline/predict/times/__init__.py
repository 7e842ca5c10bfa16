"""Expressions of time in English news, by a grammar."""
