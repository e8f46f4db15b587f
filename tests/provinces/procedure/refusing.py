"""A refused step has its code and its sentences in both languages, and leaves nothing behind."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from provinces.cases.models import Case, CaseItem
from provinces.crossings.models import UnforeseenMeasure
from provinces.duties.models import CorrectionOrder, Reconciliation, ReconciliationRow, Reminder, Telling
from provinces.notices.models import Notice, NoticeFollowUp, NoticeServing
from provinces.office.models import Step
from provinces.orders.models import CascadeOrder, CascadeSubject
from provinces.remedies.models import Application, ObjectionHandling
from registry.qualification.models import StandingInterval
from registry.vault.models import LookRecord
from sync.models import OutboxItem, Statement
from sync.wire.refusals import Refused

TABLES = (
    Application, CascadeOrder, CascadeSubject, Case, CaseItem, LookRecord, Notice, NoticeFollowUp, NoticeServing,
    CorrectionOrder, ObjectionHandling, OutboxItem, Reconciliation, ReconciliationRow, Reminder, StandingInterval,
    Statement, Step, Telling, UnforeseenMeasure,
)  # fmt: skip


def code(step: Callable[[], Any]) -> str:
    """Return the code with which a step is refused; nothing may have changed."""
    before = _rows()
    with pytest.raises(Refused) as refused, transaction.atomic():
        step()
    assert _rows() == before
    reason = refused.value.reason
    assert reason.sentence
    assert reason.sentence_zh
    assert "{" not in reason.sentence + reason.sentence_zh
    return reason.code


def _rows() -> list[Any]:
    return [list(table.objects.order_by("pk").values()) for table in TABLES]
