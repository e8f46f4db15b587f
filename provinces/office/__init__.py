"""What every piece of an office's work has: duties, steps, forms, panels."""
