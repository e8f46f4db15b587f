"""Topics about who is one person: IDs issued, merges, splits."""

from registry.people.services import merges, persons

TOPICS = (
    *merges.TOPICS,
    *persons.TOPICS,
)
