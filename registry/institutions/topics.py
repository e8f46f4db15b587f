"""What is said of institutions; that of their record is with the standings which it may move, see `qualification`."""

from registry.institutions.services import agreements

TOPICS = (*agreements.TOPICS,)
