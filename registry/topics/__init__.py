"""What this app says on the log: the topics of its rooms, joined. What a topic is, it says itself."""

from registry.institutions import topics as institutions
from registry.qualification.services.standings import StandingHooks
from registry.regulators.services import notifications
from sync.topics import register, register_hooks

TOPICS = (
    *institutions.TOPICS,
    *people.TOPICS,
    *qualification.TOPICS,
    *payment.TOPICS,
)


def register_all() -> None:
    """Make the topics and what happens around a batch known to sync."""
    for topic in TOPICS:
        register(topic)
    register_hooks(StandingHooks(notifications.tell))
