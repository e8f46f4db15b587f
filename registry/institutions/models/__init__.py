"""Tables of institutions, their agreements and keys."""

from registry.institutions.models.agreements import Agreement, AgreementEnd
from registry.institutions.models.institutions import Institution
from registry.institutions.models.keys import InstitutionKey

__all__ = [
    "Agreement",
    "AgreementEnd",
    "Institution",
    "InstitutionKey",
]
