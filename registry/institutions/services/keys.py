"""Keys of institutions: made once, kept as hashes."""

from registry.accounts.services import AccountRefused
from registry.institutions.models import Institution, InstitutionKey


def create_institution_key(code: str) -> str:
    """Make a key with which an institution asks at the till, and return it. Raises AccountRefused."""
    institution = Institution.objects.filter(pk=code).first()
    if institution is None:
        raise AccountRefused(f"no institution is recorded here under the code {code}")
    _, key = InstitutionKey.objects.create_key(name=code, institution=institution)
    return str(key)
