"""What is said of who is one person."""

from registry.services import merges, persons

TOPICS = (
    *merges.TOPICS,
    *persons.TOPICS,
)
