"""Boxes of *What is due*: each room adds its own."""

from collections.abc import Callable

from django.http import HttpRequest

from sync.admin.actions import Panel

type Box = Callable[[HttpRequest], Panel]

_boxes: dict[int, Box] = {}


def add_box(place: int, box: Box) -> None:
    """Have a box stand on the page, the lowest place first; those below 50 stand above the deadlines.

    Two boxes in one place are a programming error.
    """
    if _boxes.setdefault(place, box) is not box:
        raise ValueError(f"place {place} is taken")


def boxes_above(request: HttpRequest) -> list[Panel]:
    """Return what stands above the deadlines."""
    return [box(request) for place, box in sorted(_boxes.items()) if place < 50]


def boxes_below(request: HttpRequest) -> list[Panel]:
    """Return what stands below the deadlines."""
    return [box(request) for place, box in sorted(_boxes.items()) if place >= 50]
