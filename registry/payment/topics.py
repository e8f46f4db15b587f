"""Topics about payments: losses that an institution bears."""

from registry.payment.services import losses

TOPICS = (*losses.TOPICS,)
