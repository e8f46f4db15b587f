"""Topics about institutions: agreements. That of their record may move standings, and lies in `qualification`."""

from registry.institutions.services import agreements

TOPICS = (*agreements.TOPICS,)
