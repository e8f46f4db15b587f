"""The answers of a payment check, written as JSON: all that is the same for many lines is written once."""

from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache

import orjson
from django.conf import settings

from registry.payment.api.payability_lines import Claim, Line, Lines
from registry.payment.codes import DecidesAs, Prescription, Reason, Verdict
from registry.payment.rules import payment
from registry.payment.rules.payment import Judged
from registry.payment.selectors import payability as till
from registry.payment.selectors.payment_exceptions import Claimed, PaymentExceptions
from registry.qualification.rules.filing_rules import FilingRules
from registry.words.lifelong_id import is_valid
from registry.words.persons import role_at_pharmacy
from sync.wire.refusals import Refusal

_RULES = {
    Reason.NO_AGREEMENT: till.AGREEMENT_RULE,
    Reason.NOT_FILED: till.FILING_RULE,
    Reason.SUSPENDED: till.PAYMENT_RULE,
    Reason.SUSPENDED_TERM_OVER: till.PAYMENT_RULE,
    Reason.TERMINATED: till.PAYMENT_RULE,
    Reason.TERMINATED_BAR_OVER: till.PAYMENT_RULE,
}
_PARAMETERS = {
    Reason.ADMITTED_BEFORE_TERM: "straddle by_admission_date",
    Reason.EMERGENCY_CODE_NOT_LISTED: "emergency.codes",
}
"""What of a province's pack an answer follows from."""

type Answer = dict[str, object]


def answers(
    lines: Lines, counter: till.Counter, people: Collection[str], days: Collection[str], *, now: datetime, today: date
) -> bytes:
    """Return the answer to a batch about these people on these days, and keep every use of the emergency exception."""
    writer = _Writer(lines, counter, people, counter.without_agreement(days), today)
    writer.plain()
    for claim in lines.claims:
        writer.claim(claim)
    writer.keep_uses(now)
    return writer.whole()


class _Writer:
    """Writes the answers to one batch; `bare` are the days without a service agreement."""

    def __init__(
        self, lines: Lines, counter: till.Counter, people: Collection[str], bare: Collection[str], today: date
    ) -> None:
        self._lines, self._counter, self._bare, self._today = lines, counter, bare, today
        age = counter.age_seconds
        self._stale = age is None or age > settings.STALE_AFTER
        if counter.at_pharmacy is not None:
            self._periods = counter.at_pharmacy
        else:
            rest = [person for person in people if person not in counter.filed]
            self._periods = till.filings(counter.institution, rest) if rest else {}
        self._exceptions = PaymentExceptions(counter.institution)
        self._parts: list[tuple[int, bytes]] = []
        self._uses: list[Line] = []

    def plain(self) -> None:
        """Answer the lines of one person each."""
        counter, parts, refused, bare = self._counter, self._parts, self._lines.refused, self._bare
        mine, filed, special, periods = counter.institution, counter.filed, counter.days, self._periods
        usual = reported = b""
        for line in self._lines.asked:
            number, person, day, _, role, institution, _, _, unknown = line
            if institution != mine:
                refused.append((number, Refusal("institution_not_yours", "institution")))
            elif person in filed and person not in special and day not in bare:
                if role == "ordering":
                    usual = usual or _usual(counter.position, counter.age_seconds, self._stale, DecidesAs.ORDERING)
                    parts.append((number, usual))
                else:
                    reported = reported or _usual(counter.position, counter.age_seconds, self._stale, None)
                    parts.append((number, reported))
            elif unknown is None and person not in filed and person not in periods and not is_valid(person):
                refused.append((number, Refusal("bad_check_digits", "person")))
            else:
                decides = payment.decides_as(Prescription.OWN, role)
                judged, answer = self._judged(line, decides, filing_needed=True)
                if decides and judged.verdict is Verdict.PAYABLE_AS_EMERGENCY:
                    self._uses.append(line)
                parts.append((number, self._written(answer)))

    def claim(self, claim: Claim) -> None:
        """Answer a line that names its people: each of them, and the line as the one who decides is answered."""
        number, prescription, people = claim
        first = people[0]
        if first.institution != self._counter.institution:
            self._lines.refused.append((number, Refusal("institution_not_yours", "institution")))
            return
        if prescription != Prescription.OWN and self._counter.at_pharmacy is None:
            self._lines.refused.append((number, Refusal("only_at_a_pharmacy", "prescription")))
            return
        judged, told = [], []
        for line in people:
            decides = self._decides(prescription, line)
            found, answer = self._judged(line, decides, filing_needed=decides is not DecidesAs.OUTSIDE_PRESCRIBER)
            judged.append(found)
            told.append({"role": line.role, **answer, "decides_as": decides})
        place = payment.deciding(judged)
        if place is None:
            whole = self._nobody(agreed=first.day not in self._bare)
        else:
            whole = {name: value for name, value in told[place].items() if name != "role"}
            if judged[place].verdict is Verdict.PAYABLE_AS_EMERGENCY:
                # The strictest that decides: the others who do are normal, or emergencies themselves.
                self._uses += [
                    line
                    for line, each in zip(people, judged, strict=True)
                    if each.decides_as is not None and each.verdict is Verdict.PAYABLE_AS_EMERGENCY
                ]
        whole |= {
            "decided_by": None if place is None else place + 1,
            "persons": [{"number": at, **answer} for at, answer in enumerate(told, 1)],
        }
        self._parts.append((number, self._written(whole)))

    def _decides(self, prescription: str, line: Line) -> DecidesAs | None:
        if prescription != Prescription.NONE:
            return payment.decides_as(prescription, line.role)
        managed = self._exceptions.pack(line.day)[FilingRules].pharmacy_roles
        filed_as = {
            role_at_pharmacy(period.role, period.category)
            for period in self._periods.get(line.person, ())
            if period.holds(line.day)
        }
        return payment.decides_as(prescription, line.role, at_pharmacy=filed_as, managed=managed)

    def _judged(self, line: Line, decides: DecidesAs | None, *, filing_needed: bool) -> tuple[Judged, Answer]:
        """Return what is answered of one person of one line."""
        counter, person, day = self._counter, line.person, line.day
        known, unknown = person in counter.filed, line.unknown
        filed = known or not filing_needed
        if not known and unknown is None:
            periods = self._periods.get(person)
            if periods is None:
                unknown = Reason.UNKNOWN_PERSON
            else:
                filed = filed or any(period.holds(day) for period in periods)
        standing = counter.standing(person, day)
        found = self._excepted(line, standing) if filed and unknown is None else payment.NO_EXCEPTIONS
        verdict, reason = payment.judge(
            status=standing.status,
            term_over=standing.term_over,
            stale=self._stale,
            agreed=day not in self._bare,
            unknown=unknown,
            filed=filed,
            exceptions=found,
        )
        parameter = _PARAMETERS.get(reason)
        rule = parameter and f"{till.PAYMENT_RULE}; {found.pack}: {parameter}"
        judged = Judged(verdict, reason, decides)
        return judged, _answer(judged, standing if unknown is None else None, rule)

    def _excepted(self, line: Line, standing: till.Standing) -> payment.Exceptions:
        """Return which exceptions a line has. Packs are looked at where one would make a difference, and only there."""
        if standing.status not in payment.REFUSING or not (line.emergency or line.admitted_on):
            return payment.NO_EXCEPTIONS
        claimed = Claimed(line.admitted_on, line.emergency, line.emergency_code)
        return self._exceptions.of(claimed, self._counter.days[line.person], service_on=line.day)

    def _nobody(self, *, agreed: bool) -> Answer:
        """Return the answer to a sale about which nobody decides whom the line names."""
        return _answer(payment.nobody_decides(agreed=agreed), None) | {"decides_as": None}

    def _written(self, answer: Answer) -> bytes:
        return _written(answer, self._counter.position, self._counter.age_seconds)

    def keep_uses(self, now: datetime) -> None:
        """Count every use of the emergency exception (art. 48)."""
        if self._uses:
            uses = [(use.person, use.day, use.emergency_code) for use in self._uses]
            till.keep_uses(self._counter.institution, uses, now=now)

    def whole(self) -> bytes:
        """Return the whole answer, lines in their order, whose counts add up."""
        parts, refused = self._parts, self._lines.refused
        parts += [(number, _refused(refusal)) for number, refusal in refused]
        if refused or self._lines.claims:
            parts.sort()
        counts = {
            "answered": len(parts) - len(refused),
            "refused": len(refused),
            "position": self._counter.position,
            "age_seconds": self._counter.age_seconds,
        }
        written = b",".join([b'{"line":%d,%b' % part for part in parts])
        return b'{"lines":[' + written + b"]," + orjson.dumps(counts)[1:]


def _refused(refusal: Refusal) -> bytes:
    reason = refusal.reason
    answer = {
        "outcome": "refused",
        "code": reason.code,
        "field": reason.field,
        "sentence": reason.sentence,
        "sentence_zh": reason.sentence_zh,
    }
    return orjson.dumps(answer)[1:]


@lru_cache(maxsize=64)
def _usual(position: int, age_seconds: int | None, stale: bool, decides_as: DecidesAs | None) -> bytes:
    """Return the answer for somebody who is filed on every day asked about and was never anything but normal.

    It is the same for nearly everybody until the log or the clock goes on.
    """
    verdict, reason = payment.judge(status=till.NORMAL.status, term_over=till.NORMAL.term_over, stale=stale)
    return _written(_answer(Judged(verdict, reason, decides_as), till.NORMAL), position, age_seconds)


def _answer(judged: Judged, standing: till.Standing | None, rule: str | None = None) -> Answer:
    return {
        "verdict": judged.verdict,
        "reason": judged.reason,
        "decides": judged.decides_as is not None,
        "standing": standing and {
            "status": standing.status,
            "from_on": standing.from_on,
            "to_on": standing.to_on,
            "ends_on": standing.ends_on,
            "then": standing.then,
            "term_over": standing.term_over,
            "pending": standing.pending,
            "objection_pending": standing.objection_pending,
        },
        "rule": rule or _RULES.get(judged.reason) or (standing.rule if standing else till.STATUS_RULE),
    }  # fmt: skip


def _written(answer: Answer, position: int, age_seconds: int | None) -> bytes:
    whole = {"outcome": "answered", **answer, "position": position, "age_seconds": age_seconds}
    return orjson.dumps(whole)[1:]
