"""The JSON Schema files, as a package so that an installed Dateline finds them."""
