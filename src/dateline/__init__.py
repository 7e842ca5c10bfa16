"""Dateline: from a news page to a training row."""
