"""What the parts of Dateline know of language: tokens, tags, numbers, units, quotation marks."""
