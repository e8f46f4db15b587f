"""Which cascade an order has made."""

from provinces.office.selectors import own_division
from provinces.orders.models import CascadeSubject
from registry.qualification.models import Cascade


def cascade_of(subject: CascadeSubject) -> Cascade | None:
    """Return the cascade in force that an order made for a person it names."""
    own = Cascade.objects.in_force().filter(author=own_division(), reference=subject.order.reference)
    return own.filter(person=subject.person_id).first()
