"""How this app states facts: their tables, the shape of a statement, handlers, and what a topic says of itself."""
