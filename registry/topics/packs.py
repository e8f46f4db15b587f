"""What is said of rule packs."""

from registry.services import packs

TOPICS = (*packs.TOPICS,)
