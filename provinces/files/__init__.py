"""How files are read, and runs over them."""
