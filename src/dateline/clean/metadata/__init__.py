"""What a page says of its article: title, people, dates, language, each with its source."""
