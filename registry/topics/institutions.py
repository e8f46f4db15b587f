"""What is said of institutions."""

from registry.services import agreements, institutions

TOPICS = (
    *agreements.TOPICS,
    *institutions.TOPICS,
)
