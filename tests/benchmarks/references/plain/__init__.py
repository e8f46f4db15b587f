"""What the product is compared with: Django alone. A view that returns a constant, and an unsigned DRF endpoint."""
