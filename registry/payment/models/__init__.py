"""Tables of losses and of emergencies at the till."""

from registry.payment.models.losses import BorneLoss
from registry.payment.models.payability import EmergencyUse

__all__ = [
    "BorneLoss",
    "EmergencyUse",
]
