"""A generated life of an office: what befell its people, and every step of every form, asked of form and topic."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from provinces.cases.codes import ItemState
from provinces.cases.models import CaseItem
from provinces.cases.services import cases, foreseen, shares
from provinces.crossings import services as unforeseen
from provinces.filings import services as filing_services
from provinces.filings.services import AgreementTerms
from provinces.notices.codes import ServingMethod
from provinces.notices.models import Notice
from provinces.notices.services import follow_ups, notices, renewals, truth
from provinces.orders import services as cascades
from provinces.orders.models import CascadeOrder
from provinces.orders.services import CascadeTerms
from provinces.remedies.codes import ApplicationKind, ApplicationState, ObjectionState
from provinces.remedies.models import Application, ObjectionHandling
from provinces.remedies.services import applications, objections, settlements
from provinces.remedies.services.applications import Assessment, Wish
from provinces.remedies.services.objections import Letter
from provinces.remedies.services.settlements import SettlementTerms
from registry.institutions.models import Agreement
from registry.people.models import Person, PersonMerge, PersonSplit
from registry.qualification.models import Cascade, Decision, Filing, Measure
from registry.qualification.selectors import crossed
from registry.qualification.selectors.foresight import led_to
from registry.qualification.selectors.kinship import kinship
from registry.qualification.selectors.standings import standing
from registry.qualification.services import filings, standings
from registry.statements.days import today
from registry.words.degrees import Degree, Ground, Reached
from registry.words.measures import MeasureKind
from registry.words.remedies import CancellationReason, CommitmentForm, ObjectionBy, ObjectionOutcome
from registry.words.statuses import Status
from sync.models import LogEntry, OutboxItem, Statement, StatementStatus
from sync.wire.refusals import NotAccepted
from tests.agreement.asking import topic_says
from tests.provinces.node import GUIZHOU, HOSPITAL, person
from tests.provinces.office import ANNA, BASIS, BEN, CORA, ENTRY, SHARE, OfficeDesk, at
from tests.registry.ledger import BASES, CHONGQING, NATIONAL, SHANGHAI, Ledger

OTHER = "H52010000002"
PEOPLE = (1, 2, 3, 4)

OFFICE = frozenset({
    # the day is that of a desk: nothing is entered before it has come
    "in_the_future",
    # the order of the work, and what is in hand
    "out_of_order", "objection_in_hand", "objection_lapsed", "application_in_hand", "entered_before", "already_served",
    "order_used", "proposed_before", "case_opened_before", "not_logged_yet",
    # what a step needs on the desk, and no statement carries
    "reason_missing", "result_missing", "start_missing", "situation_not_repeated", "name_unknown_here",
    # one act of a case is scored once: the log knows no acts (art. 26)
    "act_scored_before", "basis_not_matched", "not_the_highest",
    # the form asks for an agreement and a commitment also where a pack does not yet (arts. 8, 13, 21)
    "agreement_missing", "commitment_missing",
    # when and through whom somebody applies (arts. 38, 39, O40)
    "application_too_early", "lead_unknown", "not_filed_here", "institution_missing",
    # what is not in force is not served, reported or lifted
    "decision_not_in_force", "cascade_not_in_force", "nothing_to_lift", "ended_before_serving",
    # a notice is made again before it is served and corrected after (O45): the log knows no versions
    "notice_superseded", "later_version", "served_is_corrected", "not_served",
})  # fmt: skip
"""What only the office asks. Everything else that a form refuses the topic refuses, with the same words."""

TOLD = frozenset({"suspension_months_missing", "suspension_months_outside"})
"""Of a decision: the form counts what others scored, as the notice tells the sum; the topic counts its author's."""


class Differs(AssertionError):
    """Two answers to one question."""


@dataclass
class World:
    """One life: draws what comes next, and tells how often which step came out how."""

    office: OfficeDesk
    ledger: Ledger
    draw: Random
    now: datetime
    log: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.events: tuple[Callable[[], None], ...] = (
            self.elsewhere, self.elsewhere, self.merge, self.split, self.time_passes, self.time_passes, self.comes_back,
        )  # fmt: skip
        if self.draw.random() < 0.8:
            self.office.agreement()
            self.office.agreement(OTHER)
        self.steps: tuple[Callable[[], None], ...] = (
            self.decision, self.decision, self.decision, self.filing, self.cancellation, self.agreement,
            self.end_of_agreement, self.objection, self.settlement, self.serving, self.renewal, self.correction,
            self.receipt, self.repair,
            self.restoration, self.assessment, self.cascade, self.lift, self.measure,
        )  # fmt: skip

    def live(self, steps: int) -> None:
        """Walk so many steps, with what befalls people in between."""
        for _ in range(steps):
            self.draw.choice(self.events)()
            self.draw.choice(self.steps)()

    # --- what befalls people

    def time_passes(self) -> None:
        """Let days go by, seldom many."""
        self.at_least(self.draw.choice([1, 3, 10, 30, 75]))

    def at_least(self, days: int) -> None:
        self.now = min(self.now + timedelta(days=days), at(2026, 12, 20))
        self.office.now = self.office.desk.now = self.now
        self.ledger.now = self.now + timedelta(days=1)

    def elsewhere(self) -> None:
        """Have another province score somebody, or annul or change what it scored."""
        author = self.draw.choice([CHONGQING, SHANGHAI])
        who, points = self.someone(), self.draw.choice([2, 4, 5, 7, 9, 12])
        body = {"person": who, "points": points, "legal_basis": BASES[points - (points - 1) % 3],
                "decided_on": self.day(-9, -1).isoformat()}  # fmt: skip
        if self.draw.random() < 0.4:
            body |= {"suspension_months": self.draw.randint(1, 6)}
        self.said("decision.issued", author, body)

    def merge(self) -> None:
        """Have national say that two IDs are one person."""
        absorbed, into = self.draw.sample(PEOPLE, 2)
        body = {"absorbed": person(absorbed), "into": person(into), "merged_on": self.day(-5, 0).isoformat()}
        if self.draw.random() < 0.5:
            self.said("person.merged", NATIONAL, body)

    def split(self) -> None:
        """Have national say that a merge was wrong."""
        undone = PersonSplit.objects.values("merge")
        merges = list(PersonMerge.objects.exclude(pk__in=undone))
        if merges and self.draw.random() < 0.3:
            merge = self.draw.choice(merges)
            self.said("person.split", NATIONAL, {"merge": str(merge.pk), "split_on": self.today.isoformat()})

    def comes_back(self) -> None:
        """Have everything that this office signed come back with the log."""
        for item in OutboxItem.objects.filter(statement__entry=None).select_related("statement").order_by("seq"):
            LogEntry.objects.create(
                position=next(iter(self.ledger.positions)), statement=item.statement, leaf=b"", published=True,
                reached_at=self.now,
            )  # fmt: skip
        Statement.objects.filter(author=GUIZHOU, entry__isnull=False).update(status=StatementStatus.LOGGED)
        standings.recompute(list(Person.objects.values_list("pk", flat=True)))

    def said(self, topic: str, author: str, body: Mapping[str, Any]) -> None:
        """Say what another says; where it may not, nothing happens."""
        try:
            with transaction.atomic():
                self.ledger.say(topic, author, body)
        except NotAccepted:
            return
        self.log.append(f"{topic} by {author}: {dict(body)}")

    # --- steps of the office

    def decision(self) -> None:
        """Draft, propose, approve and issue: what the dry run says is what settling does, and what the notice says."""
        points = self.draw.choice([2, 3, 4, 5, 6, 8, 9, 11, 12])
        basis = BASES[points - (points - 1) % 3]
        share = replace(
            SHARE, person=self.someone(), situations=[basis], legal_basis=basis, points=points,
            degree=self.draw.choice(list(Degree)), reached=self.draw.choice(list(Reached)), ground=Ground.NONE,
            suspension_starts_on=self.draw.choice([None, self.day(0, 30), self.day(0, 30), self.day(-9, 0)]),
            suspension_months=self.draw.choice([None, None, None, 1, 3, 6]),
        )  # fmt: skip
        number = f"C{Decision.objects.count()}-{self.draw.randint(0, 10**9)}"
        decided_on = self.day(-8, -3)
        case = self.office.case(case_number=number, decided_on=decided_on, received_on=self.today)
        drafted: list[CaseItem] = []
        self.ask(
            "draft", lambda: drafted.append(cases.draft(case, share, acting=ANNA, now=self.now)),
            "decision.issued", self._body(share, number, decided_on), also=TOLD,
        )  # fmt: skip
        for item in drafted:
            cases.propose(item, acting=ANNA, now=self.now)
            seen = foreseen.digest(shares.foresight_of(item, self.now))
            cases.approve(item, seen=seen, acting=BEN, now=self.now)
            self.compare(cases.issue(item, acting=ANNA, now=self.now))

    def _body(self, share: shares.Share, number: str, decided_on: date) -> dict[str, Any]:
        """Return the decision as it would be signed: with the measure that the dry run finds."""
        basis = {name: getattr(BASIS, name) for name in ("institution", "basis_kind", "basis_authority",
                                                         "basis_document")}  # fmt: skip
        said = {name: getattr(share, name) for name in (
            "person", "item", "legal_basis", "degree", "points", "ground", "reached", "suspension_months",
            "suspension_starts_on",
        )}  # fmt: skip
        body = {**basis, **said, "case_number": number, "decided_on": decided_on, "notice_issued_on": self.today}
        found = shares.foresight.shown(shares.stated(body), author=GUIZHOU, now=self.now)
        return {**body, "measure": found.own.kind.value}

    def compare(self, item: CaseItem) -> None:
        """See that dry run, standing and paper of an issued item say the same."""
        assert item.state == ItemState.ISSUED
        found = led_to(item.person_id, item.decision_id)
        assert found is not None
        if foreseen.as_json(found) != item.foreseen:
            raise Differs(f"foreseen {item.foreseen}, settled {foreseen.as_json(found)}\n{self}")
        said = _text(notices.read(item.notices.get(), "html", acting=ANNA, now=self.now))
        self.paper(said, f"本次前{found.before}分，本次后{found.total}分")
        measure = found.measure
        stored = Measure.objects.filter(person=item.person_id, decision_id=measure.decision, kind=measure.kind).first()
        if measure.kind is MeasureKind.NOTICE:
            self.paper(said, "不暂停医保支付资格")
            assert stored is None
            return
        assert stored is not None
        assert (stored.starts_on, stored.points_total, stored.mode) == (
            measure.starts_on, measure.points_total, measure.mode,
        )  # fmt: skip
        self.paper(said, f"自{_day(stored.starts_on)}起")
        if stored.ends_on is not None:
            self.paper(said, f"至{_day(stored.ends_on - timedelta(days=1))}")
        self.paper(said, f"{stored.months}个月" if stored.months else f"{stored.bar_years}年内")
        begins = standing(item.person_id, max(stored.starts_on, self.today))
        held = any(reason.fact == measure.decision for reason in begins.reasons)
        if not held and measure.ended_on is None:
            raise Differs(f"{measure} is told, and does not hold by {begins}\n{self}")

    def paper(self, said: str, words: str) -> None:
        """See that a paper has some words."""
        if words not in said:
            raise Differs(f"the notice does not say {words}: {said}\n{self}")

    def filing(self) -> None:
        """File somebody, sometimes without an agreement, without a commitment, or too early."""
        opened_on = self.day(-20, 60)
        entry = replace(
            ENTRY, person=self.someone(), institution=self.draw.choice([HOSPITAL, OTHER]), opened_on=opened_on,
            commitment_version=self.draw.choice(["2025版", "2025版", "2025版", ""]),
            commitment_signed_on=opened_on - timedelta(days=self.draw.choice([0, 1, 200, -1])),
            commitment_form=CommitmentForm.PAPER,
        )  # fmt: skip
        refiling = filings.ends_termination(entry.person, opened_on)
        self.ask(
            "file", lambda: filing_services.file(entry, acting=ANNA, now=self.now),
            "filing.opened", {**asdict(entry), "refiling": refiling},
        )  # fmt: skip

    def cancellation(self) -> None:
        """Cancel a filing, sometimes one that is cancelled already."""
        filing = self.one(Filing.objects.filter(author=GUIZHOU))
        if filing is None:
            return
        on, reason = self.day(-30, 10), CancellationReason.RETIRED
        self.ask(
            "cancel", lambda: filing_services.cancel(filing, cancelled_on=on, reason=reason, acting=ANNA, now=self.now),
            "filing.cancelled", {"filing": filing.pk, "cancelled_on": on, "reason": reason},
        )  # fmt: skip

    def agreement(self) -> None:
        """Record an agreement, sometimes under a number that is used or for no time."""
        terms = AgreementTerms(
            institution=self.draw.choice([HOSPITAL, OTHER]), number=f"A{self.draw.randint(1, 3)}",
            valid_from=self.day(-90, 0), valid_to=self.day(-30, 200),
        )  # fmt: skip
        self.ask(
            "record", lambda: filing_services.record_agreement(terms, acting=ANNA, now=self.now),
            "agreement.recorded", asdict(terms),
        )  # fmt: skip

    def end_of_agreement(self) -> None:
        """End an agreement before its term, sometimes twice or outside it."""
        agreement = self.one(Agreement.objects.all())
        if agreement is None:
            return
        on = self.day(-90, 90)
        self.ask(
            "end",
            lambda: filing_services.end_agreement(agreement, ended_on=on, reason="中止", acting=ANNA, now=self.now),
            "agreement.ended", {"agreement": agreement.pk, "ended_on": on, "reason": "中止"},
        )  # fmt: skip

    def serving(self) -> None:
        """Serve the notice of a decision, sometimes one that was served or annulled."""
        notice = self.one(Notice.objects.exclude(item=None))
        if notice is None or notice.item is None:
            return
        on = self.day(-4, 0)
        self.ask(
            "serve",
            lambda: notices.serve(notice, served_on=on, method=ServingMethod.PAPER, acting=ANNA, now=self.now),
            "notice.served",
            {"decision": notice.item.decision_id, "number": notice.number, "issued_on": notice.issued_on,
             "served_on": on, "corrects": notice.corrects.number if notice.corrects else ""},
        )  # fmt: skip

    def renewal(self) -> None:
        """Make a notice again, sometimes one that was served."""
        self._make(renewals.make_again)

    def correction(self) -> None:
        """Correct a notice, sometimes one that was not served."""
        self._make(renewals.correct)

    def _make(self, step: Callable[..., Notice]) -> None:
        """Make a notice anew; whatever it says must be what stands, so that it can be served."""
        notice = self.one(Notice.objects.all())
        if notice is None:
            return
        try:
            with transaction.atomic():
                made = step(notice, reason="情况变化", acting=ANNA, now=self.now)
        except NotAccepted as refused:
            if refused.reason.code not in OFFICE:
                raise Differs(f"a notice is not made again: {refused.reason}\n{self}") from refused
            return
        if not truth.holds(made):
            raise Differs(f"the notice {made} was just made and does not say what stands\n{self}")

    def receipt(self) -> None:
        """Enter that the person received a notice, sometimes before it was served."""
        notice = self.one(Notice.objects.exclude(item=None))
        if notice is None or notice.item is None:
            return
        on = self.day(-4, 0)
        self.ask(
            "receive",
            lambda: follow_ups.received(notice, received_on=on, document="回执1号", acting=ANNA, now=self.now),
            "notice.received",
            {"decision": notice.item.decision_id, "received_on": on, "document": "回执1号",
             "number": notice.number if notice.corrects else ""},
        )  # fmt: skip

    def objection(self) -> None:
        """Enter an objection to a decision or a status of this office."""
        decision = self.one(Decision.objects.in_force().filter(author=GUIZHOU))
        cascade = self.one(Cascade.objects.in_force().filter(author=GUIZHOU))
        if decision is None or (cascade is not None and self.draw.random() < 0.3):
            decision = None
        else:
            cascade = None
        if decision is None and cascade is None:
            return
        letter = Letter(
            received_on=self.day(-25, 0), lodged_by=self.draw.choice(list(ObjectionBy)), signed=True, sealed=True,
            decision=decision, cascade=cascade, document="异议书", grounds="不服",
        )  # fmt: skip
        body = {
            "decision": decision and decision.pk, "cascade": cascade and cascade.pk, "lodged_on": letter.received_on,
            "lodged_by": letter.lodged_by, "signed": True, "sealed": True, "document": "异议书",
        }  # fmt: skip
        # A notice of a status is served by this office's own record: the log cannot tell who is late.
        also = {"objection_late", "notice_not_served", "objection_lodged_before"} if cascade else {"notice_not_served"}
        self.ask("object", lambda: objections.receive(letter, acting=ANNA, now=self.now), "objection.lodged", body,
                 also=also)  # fmt: skip

    def settlement(self) -> None:
        """Settle an objection: upheld, changed to more or fewer points, annulled."""
        handling = self.one(ObjectionHandling.objects.exclude(objection_id=None))
        if handling is None or handling.lodged_on is None:
            return
        if handling.state == ObjectionState.LODGED:
            handling = objections.explain(handling, explained_on=self.today, note="说明", acting=ANNA, now=self.now)
            handling = objections.pass_up(handling, passed_up_on=self.today, acting=ANNA, now=self.now)
        terms = SettlementTerms(
            outcome=self.draw.choice(list(ObjectionOutcome)), settled_on=self.today, document="复核1号", reason="理由",
            points=self.draw.choice([None, 1, 2, 4, 5, 9, 12]), suspension_months=self.draw.choice([None, None, 1, 6]),
        )  # fmt: skip
        body = {"objection": handling.objection_id, **asdict(terms)}
        self.ask("settle", lambda: settlements.settle(handling, terms, acting=CORA, now=self.now),
                 "objection.settled", body)  # fmt: skip

    def repair(self) -> None:
        """Apply for a repair and grant it."""
        wish = Wish(
            kind=ApplicationKind.REPAIR, person=self.someone(), applied_on=self.today,
            institution=self.draw.choice([HOSPITAL, HOSPITAL, ""]), year=self.draw.choice([2026, 2026, 2025]),
            act=self.draw.choice(["training", "study"]), points=self.draw.choice([0, 1, 2, 5, 12]),
            months=self.draw.choice([0, 0, 1, 4]),
        )  # fmt: skip
        body = {"person": wish.person, "year": wish.year, "act": wish.act, "points": wish.points,
                "months": wish.months, "granted_on": self.today, "consent": "函1号"}  # fmt: skip
        made: list[Application] = []
        self.ask("apply for a repair", lambda: made.append(applications.apply(wish, acting=ANNA, now=self.now)),
                 "repair.granted", body)  # fmt: skip
        for application in made:
            if application.institution:
                applications.consent(application, consented_on=self.today, acting=ANNA, now=self.now)
            consent = self.draw.choice(["", "函1号"])
            self._assess(application, consent, effective_on=None, passed=True)

    def restoration(self) -> None:
        """Apply for a restoration."""
        wish = Wish(
            kind=ApplicationKind.RESTORATION, person=self.someone(), applied_on=self.today,
            institution=self.draw.choice([HOSPITAL, HOSPITAL, ""]),
        )  # fmt: skip
        body = {"person": wish.person, "assessed_on": self.today, "effective_on": self.today + timedelta(days=1),
                "passed": False}  # fmt: skip
        # Applied for when the term is nearly over: whether it is over on the day is asked with the result.
        self.ask("apply for a restoration", lambda: applications.apply(wish, acting=ANNA, now=self.now),
                 "restoration.assessed", body)  # fmt: skip

    def assessment(self) -> None:
        """Assess an application that is in hand."""
        waiting = Application.objects.filter(state=ApplicationState.APPLIED, kind=ApplicationKind.RESTORATION)
        application = self.one(waiting)
        if application is None:
            return
        if application.institution:
            application = applications.consent(application, consented_on=self.today, acting=ANNA, now=self.now)
        passed, effective_on = self.draw.random() < 0.8, self.day(0, 20)
        self._assess(application, self.draw.choice(["", "函1号"]), effective_on=effective_on, passed=passed)

    def _assess(self, application: Application, consent: str, *, effective_on: date | None, passed: bool) -> None:
        found = Assessment(assessed_on=self.today, passed=passed, document="评估1号", effective_on=effective_on,
                           consent=consent)  # fmt: skip
        if application.kind == ApplicationKind.REPAIR:
            topic = "repair.granted"
            body = {"year": application.year, "act": application.act, "points": application.points,
                    "months": application.months, "granted_on": self.today}  # fmt: skip
        else:
            topic = "restoration.assessed"
            body = {"assessed_on": self.today, "effective_on": effective_on if passed else self.today,
                    "passed": passed}  # fmt: skip
        body |= {"person": application.person_id, "applied_on": application.applied_on, "consent": consent}
        done: list[Application] = []
        self.ask("assess", lambda: done.append(applications.assess(application, found, acting=ANNA, now=self.now)),
                 topic, body)  # fmt: skip
        for each in done:
            applications.approve(each, acting=BEN, now=self.now)

    def cascade(self) -> None:
        """Propose and approve that a status follows for somebody."""
        who = self.someone()
        order = CascadeTerms(
            reference=f"R{self.draw.randint(1, 4)}", institution=HOSPITAL, reason="机构被中止协议",
            status=self.draw.choice([Status.SUSPENDED, Status.TERMINATED]), basis_authority="某市医疗保障局",
            basis_document="医保处〔2026〕1号", effective_on=self.day(-3, 20),
        )  # fmt: skip
        body = {**asdict(order), "person": who, "applied_on": order.effective_on}
        del body["effective_on"]
        made: list[CascadeOrder] = []
        self.ask("cascade", lambda: made.append(cascades.propose(order, [who], acting=ANNA, now=self.now)),
                 "cascade.applied", body)  # fmt: skip
        for each in made:
            self.ask("approve the cascade", lambda each=each: cascades.approve(each, acting=BEN, now=self.now),
                     "cascade.applied", body)  # fmt: skip

    def lift(self) -> None:
        """Lift an order."""
        order = self.one(CascadeOrder.objects.filter(kind="apply", state="signed"))
        if order is None:
            return
        (cascade, *_) = [*cascades.cascades_of(order), None]
        on = self.day(-10, 20)
        made: list[CascadeOrder] = []
        self.ask(
            "lift", lambda: made.append(cascades.propose_lift(order, lifted_on=on, acting=ANNA, now=self.now)),
            "cascade.lifted", {"cascade": cascade and cascade.pk, "lifted_on": on},
        )  # fmt: skip
        for each in made:
            cascades.approve(each, acting=BEN, now=self.now)

    def measure(self) -> None:
        """State a measure that no notice foresaw, or one that none waits for."""
        waiting = crossed.waiting(GUIZHOU)
        decision = self.one(Decision.objects.filter(author=GUIZHOU))
        if decision is None:
            return
        kind = self.draw.choice([MeasureKind.SUSPENSION, MeasureKind.TERMINATION])
        if waiting and self.draw.random() < 0.8:
            decision, kind = waiting[0].decision, waiting[0].measure.kind
        on, months = self.day(-20, 30), self.draw.choice([None, 1, 3, 6])
        body = {"decision": decision.pk, "kind": kind, "starts_on": on, "months": months, "number": "1号",
                "issued_on": self.today}  # fmt: skip
        also = {"nothing_to_state"} if not decision.statement_id else set()
        self.ask(
            "state",
            lambda: unforeseen.propose(decision.pk, kind, starts_on=on, months=months, acting=ANNA, now=self.now),
            "measure.stated", body, also=also,
        )  # fmt: skip

    # --- asking

    def ask(
        self, name: str, form: Callable[[], Any], topic: str, body: Mapping[str, Any], *, also: Any = frozenset()
    ) -> None:
        """Ask form and topic the same, and see that they answer the same. `also`: further codes of the office alone."""
        said = topic_says(topic, body, self.now)
        try:
            with transaction.atomic():
                form()
        except NotAccepted as refused:
            code = refused.reason.code
            self.log.append(f"{self.today} {name}: refused {code} {dict(body)}")
            if code in OFFICE or code in also:
                return
            if said is None or words_of(said) != words_of(refused):
                raise Differs(f"the form says {refused.reason}, the topic {said and said.reason}\n{self}") from refused
            return
        self.log.append(f"{self.today} {name}: done {dict(body)}")
        if said is not None and not said.held:
            raise Differs(f"the form takes what the topic refuses: {said.reason}\n{self}")

    def someone(self) -> str:
        """Return one of the people, seldom under an ID that was absorbed."""
        who = person(self.draw.choice(PEOPLE))
        return who if self.draw.random() < 0.2 else kinship([who]).survivor(who)

    def one(self, found: Any) -> Any:
        """Return one row, always the same for the same draw; None where there is none."""
        rows = sorted(found, key=lambda row: str(row.pk).zfill(40))
        return self.draw.choice(rows) if rows else None

    def day(self, first: int, last: int) -> date:
        """Return a day so many days from today."""
        return self.today + timedelta(days=self.draw.randint(first, last))

    @property
    def today(self) -> date:
        """Return the day it is."""
        return today(self.now)

    def __str__(self) -> str:
        return "\n".join(self.log)


def words_of(refused: NotAccepted) -> tuple[str, str, str]:
    """Return the code and the sentences: the field is each one's own."""
    return refused.reason.code, refused.reason.sentence, refused.reason.sentence_zh


def outcomes(world: World) -> set[str]:
    """Return which steps came out how, by name and code."""
    found = (re.match(r"\S+ ([a-z ]+): (done|refused \w+)", line) for line in world.log)
    return {f"{each[1]}: {each[2]}" for each in found if each}


def _text(page: bytes) -> str:
    return "".join(re.sub(r"<[^>]*>", "", page.decode()).split())


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
