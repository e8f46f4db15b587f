"""Documents that the office makes: what they say, as a page, and as PDF."""
