"""Losses that an institution bears because it did not act on a status (art. 46). Amounts are written in yuan."""

import re

from provinces import selectors
from provinces.intake.cells import Cells, Column, Read, body, in_order
from provinces.intake.kind import PERSON_COLUMNS, Case, Key, Kind, once
from provinces.intake.refusals import reason
from sync.topics import Rejected

COLUMNS = (
    Column(name="reference", required=True, longest=120),
    *PERSON_COLUMNS,
    Column(name="institution", required=True, longest=40),
    Column(name="service_from", read=Read.DAY, required=True),
    Column(name="service_to", read=Read.DAY, required=True),
    Column(name="amount_yuan", required=True, longest=16),
    Column(name="decided_on", read=Read.DAY, required=True),
    Column(name="document", longest=160),
)

_YUAN = re.compile(r"([0-9]{1,11})(?:\.([0-9]{1,2}))?")


def fen(text: str) -> int:
    """Return an amount of yuan, such as `1234.5`, in fen. Raises Rejected `number_unreadable`."""
    read = _YUAN.fullmatch(text)
    if read is None:
        raise Rejected(reason("number_unreadable", "amount_yuan"))
    return int(read[1]) * 100 + int((read[2] or "").ljust(2, "0"))


def _check(cells: Cells) -> None:
    in_order(cells, "service_from", "service_to")
    in_order(cells, "service_to", "decided_on")
    fen(str(cells["amount_yuan"]))


def _key(case: Case) -> Key:
    return (case.cells["reference"],)


def _body(case: Case) -> dict[str, object]:
    said = body(case.cells, "reference", "institution", "service_from", "service_to", "decided_on", "document")
    return {"person": case.person, **said, "amount_fen": fen(str(case.cells["amount_yuan"]))}


KIND = Kind(
    name="losses",
    columns=COLUMNS,
    about_person=True,
    check=_check,
    key=_key,
    known=selectors.known_losses,
    plan=once("loss.borne", _body),
)
