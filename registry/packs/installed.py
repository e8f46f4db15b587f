"""Holds the one format by which this installation reads packs: put together above all rooms, and used below them.

A room cannot import the rooms after it, whose groups are in every pack all the same. So the composition list
(`registry/parameters.py`) is told here once, when the app starts, as topics are told to sync.
"""

from registry.packs.format import Format

_formats: list[Format] = []


def install(form: Format) -> None:
    """Make a format the one by which this process reads packs."""
    _formats[:] = [form]


def installed() -> Format:
    """Return the format by which this process reads packs. Raises RuntimeError before the app has started."""
    if not _formats:
        raise RuntimeError("no format of rule packs: the app registry has not started")
    return _formats[0]
