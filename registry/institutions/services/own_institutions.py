"""Institutions that statements name: recorded here, and the author's own."""

from collections.abc import Collection, Mapping

from registry.institutions.models import Institution
from sync.wire.refusals import Refused


def provinces_of(institutions: Collection[str]) -> dict[str, str]:
    """Return the province of each of these institutions that is recorded here."""
    rows = Institution.objects.filter(pk__any_of=institutions).order_by().values_list("code", "province")
    return dict(rows)


def must_be_own(institution: str, author: str, provinces: Mapping[str, str]) -> None:
    """Refuse an institution that is not recorded, or lies in another division than the author's."""
    province = provinces.get(institution)
    if province is None:
        raise Refused.because("institution_unknown", "institution")
    if province != author:
        raise Refused.because("institution_out_of_scope", "institution")
