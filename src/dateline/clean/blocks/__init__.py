"""A page cut into blocks, and the class of each block."""
