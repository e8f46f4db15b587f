"""Tables of every room: Django looks for them here. What a table is, its room says."""

__all__: list[str] = []
