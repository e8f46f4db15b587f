"""What this app has two accounts agree on: the matters of its rooms, joined. What a matter is, it says itself."""

from registry.people.services import held_identities
from registry.qualification.services import publication
from sync.matters import register


def register_all() -> None:
    """Make the matters known to the page of proposals and to the commands."""
    for matter in (*held_identities.MATTERS, *publication.MATTERS):
        register(matter)
