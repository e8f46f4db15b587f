"""What is said of who is one person."""

from registry.people.services import merges, persons

TOPICS = (
    *merges.TOPICS,
    *persons.TOPICS,
)
