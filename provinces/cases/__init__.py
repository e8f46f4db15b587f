"""Cases, and what each person answers for in them."""
