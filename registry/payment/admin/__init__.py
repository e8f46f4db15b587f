"""Pages of losses and emergencies; importing the package registers them."""

from registry.payment.admin import emergency_uses, losses

__all__ = ["emergency_uses", "losses"]
