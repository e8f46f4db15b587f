"""What is said of payments."""

from registry.payment.services import losses

TOPICS = (*losses.TOPICS,)
