"""Figures in English news, by a grammar."""
