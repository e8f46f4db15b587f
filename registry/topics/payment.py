"""What is said of payments."""

from registry.services import losses

TOPICS = (*losses.TOPICS,)
