"""The desk of agreements and filings."""
