"""Who said what: quotes by rules, and by a trained tagger."""
