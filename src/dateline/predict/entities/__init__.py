"""Named entities of one article, and which of them are the same."""
