"""A release: what its files hold, how they are written, checked, compared and read."""
