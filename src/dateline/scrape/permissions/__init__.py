"""What may be done with a page: robots.txt, licences, and statements about machine learning."""
