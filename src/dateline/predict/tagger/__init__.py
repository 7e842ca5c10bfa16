"""A tagger that learns any layer of spans: words, features, training, model files."""
