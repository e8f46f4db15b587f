"""What the product is measured beside, in the same run on the same server."""
