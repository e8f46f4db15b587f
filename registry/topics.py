"""What this app says on the log: the topics of its rooms, joined. What a topic is, it says itself."""

import registry.institutions.topics
import registry.payment.topics
import registry.people.topics
import registry.qualification.topics
from registry.qualification.services.standings import StandingHooks
from registry.regulators.services import notifications
from sync.topics import register, register_hooks

TOPICS = (
    *registry.institutions.topics.TOPICS,
    *registry.people.topics.TOPICS,
    *registry.qualification.topics.TOPICS,
    *registry.payment.topics.TOPICS,
)


def register_all() -> None:
    """Make the topics and what happens around a batch known to sync."""
    for topic in TOPICS:
        register(topic)
    register_hooks(StandingHooks(notifications.tell))
