"""Gifts as files bring them."""

from provinces.intake.plain import plain
from tests.architecture.gifts.services import GiftHandler

KIND = plain(
    "gifts",
    topic="gift.received",
    shape=GiftHandler.shape,
    key=("person", "what", "received_on"),
)
