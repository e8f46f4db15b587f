"""Losses that an institution bears because it did not act on a status (art. 46). Amounts are written in yuan."""

import re

from provinces.files.cells import Cells, Column, body, in_order
from provinces.intake.kind import Key, Kind, ReadRow, once
from provinces.intake.plain import columns_of, known_by, members_of
from registry.payment.services.losses import LossHandler
from sync.wire.refusals import FormatRefused

BORNE = "loss.borne"

_YUAN_COLUMN = Column(name="amount_yuan", required=True, longest=16)
COLUMNS = columns_of(LossHandler.shape, instead={"amount_fen": (_YUAN_COLUMN,)})
_MEMBERS = tuple(name for name in members_of(COLUMNS) if name != _YUAN_COLUMN.name)
_KEY = ("reference",)

_YUAN = re.compile(r"([0-9]{1,11})(?:\.([0-9]{1,2}))?")


def fen(text: str) -> int:
    """Return an amount of yuan, such as `1234.5`, in fen. Raises FormatRefused `number_unreadable`."""
    read = _YUAN.fullmatch(text)
    if read is None:
        raise FormatRefused.because("number_unreadable", "amount_yuan")
    return int(read[1]) * 100 + int((read[2] or "").ljust(2, "0"))


def _check(cells: Cells) -> None:
    in_order(cells, "service_from", "service_to")
    in_order(cells, "service_to", "decided_on")
    fen(str(cells["amount_yuan"]))


def _key(read_row: ReadRow) -> Key:
    return tuple(read_row.cells[name] for name in _KEY)


def _body(read_row: ReadRow) -> dict[str, object]:
    said = body(read_row.cells, *_MEMBERS)
    return {"person": read_row.person, **said, "amount_fen": fen(str(read_row.cells["amount_yuan"]))}


KIND = Kind(
    name="losses",
    columns=COLUMNS,
    about_person=True,
    says=(BORNE,),
    check=_check,
    key=_key,
    known=known_by(LossHandler.shape, _KEY, _KEY),
    plan=once(BORNE, _body),
)
