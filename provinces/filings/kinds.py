"""Kinds of work of this room: agreements and filings, which the office signs and the registry keeps."""

from provinces.office.kinds import Kind
from registry.institutions.models import Agreement
from registry.qualification.models import Filing

KINDS = (Kind(model=Agreement), Kind(model=Filing))
