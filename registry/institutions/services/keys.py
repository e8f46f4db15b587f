"""Keys of institutions: made once, kept as hashes."""

from registry.institutions.models import Institution, InstitutionKey
from sync.wire.refusals import Refused


def create_institution_key(code: str) -> str:
    """Make a key with which an institution asks at the till, and return it. Raises Refused."""
    institution = Institution.objects.filter(pk=code).first()
    if institution is None:
        raise Refused.because("institution_unknown", "institution")
    _, key = InstitutionKey.objects.create_key(name=code, institution=institution)
    return str(key)
