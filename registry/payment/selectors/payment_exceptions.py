"""What the rule pack of an institution's province lets pass at the till.

It says what is paid although the qualification is suspended or terminated (O11, O12), and whom of a pharmacy the
province manages (O13).

Asked about those lines only that would be refused for the status and claim an exception, and about sales without
prescription. Packs are read when the first such line of a batch comes, and once for the batch: everybody else pays
nothing for them.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from registry.packs.book import PackBook
from registry.packs.pack import Pack
from registry.packs.selectors import pack_book
from registry.payment.rules import payment
from registry.payment.rules.payment import REFUSING, Exceptions
from registry.payment.rules.payment_rules import PaymentRules
from registry.payment.selectors.payability import Days
from registry.payment.selectors.prepared import Prepared

_PROVINCE = Prepared(b"payability_province", b"SELECT province FROM registry_institution WHERE code = $1")


class Claimed(NamedTuple):
    """What a line says beyond who, where and when; empty texts are what it does not say."""

    admitted_on: str
    emergency: bool
    emergency_code: str


class PaymentExceptions:
    """The exceptions at one institution, and whom its province manages there, for one batch."""

    def __init__(self, institution: str) -> None:
        self._institution = institution
        self._law: tuple[str, PackBook] | None = None

    def of(self, claimed: Claimed, held: Iterable[Days], *, service_on: str) -> Exceptions:
        """Return which exceptions a line has under the pack of the day of service.

        It would be refused for a status that somebody has on that day; `held` are all days on which they are special.
        """
        pack = self.pack(service_on)
        counts = payment.emergency_counts(pack[PaymentRules].emergency_codes, claimed.emergency_code)
        return Exceptions(
            admitted_before_term=payment.admitted_before_term(
                pack[PaymentRules].straddle,
                [(date.fromisoformat(each.from_on), _date(each.to_on)) for each in held if each.status in REFUSING],
                admitted_on=_date(claimed.admitted_on),
                service_on=date.fromisoformat(service_on),
            ),
            emergency=claimed.emergency and counts,
            emergency_refused=claimed.emergency and not counts,
            pack=f"{pack.division} {pack.version}",
        )

    def pack(self, on: str) -> Pack:
        """Return the pack of the institution's province on a day."""
        if self._law is None:
            ((province,),) = _PROVINCE.rows(self._institution)
            self._law = (province or "", pack_book())
        province, packs = self._law
        return packs.for_(province, date.fromisoformat(on))


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
