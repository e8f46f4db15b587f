"""How this app says anything: facts, shapes, handlers that store themselves, what a topic says of itself."""
