"""The registry behind the real inbox: signed statements of two provinces in, receipts out, log and standings agree."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from registry.qualification.models import Measure, Objection, StandingInterval
from registry.regulators.models import Notification
from sync import identity, inbox, keys
from sync.models import LogEntry, Outcome
from sync.outbox import Draft
from sync.receipts import ReceiptValue
from tests.accounts import author, rule
from tests.registry.ledger import BODIES, CHONGQING, GUIZHOU, NOW, hospital, person, scoring
from tests.sync.conftest import Author, enrol

ANN = person(1)


class Federation:
    """National is this database; provinces are their signing halves."""

    def __init__(self, national_kid: str) -> None:
        self.provinces = {division: Author(division) for division in (GUIZHOU, CHONGQING)}
        for signing in self.provinces.values():
            enrol(signing, national_kid)
        self.state("person.issued", {"issued_for": GUIZHOU, "persons": [ANN]})
        for division in self.provinces:
            recorded = {"code": hospital(division), "division": division}
            assert self.send(division, ("institution.recorded", recorded))[0].outcome == Outcome.ACCEPTED

    def state(self, topic: str, body: dict[str, Any]) -> None:
        """Have national state something itself."""
        (authored,) = author([Draft(topic=topic, body=body)], now=NOW)
        assert authored.reason is None

    def send(self, division: str, *said: tuple[str, dict[str, Any]]) -> list[ReceiptValue]:
        """Sign and send a batch; return national's receipts."""
        signing = self.provinces[division]
        raws = [
            signing.state(topic, {**BODIES[topic], **body}, issued_at=f"{NOW:%Y-%m-%dT%H:%M:%SZ}").raw
            for topic, body in said
        ]
        return inbox.receive(division, raws, now=NOW)


def decision(division: str, points: int, case_number: str, **body: Any) -> tuple[str, dict[str, Any]]:
    said = {"person": ANN, "institution": hospital(division), "case_number": case_number, **scoring(points)}
    return "decision.issued", said | body


@pytest.fixture
def federation(db: None, tmp_path: Path, settings: Any) -> Federation:
    settings.NODE_KEY = str(tmp_path / "node.key")
    key = keys.create(Path(settings.NODE_KEY))
    identity.init_national(key, "https://national.example", now=NOW)
    return Federation(key.kid)


def told(position: int | None) -> list[tuple[str, str, int | None]]:
    rows = Notification.objects.filter(position=position).order_by("ordinal")
    return list(rows.values_list("kind", "institution", "corrects"))


def test_points_of_two_provinces_add_up(federation: Federation) -> None:
    first, refused = federation.send(GUIZHOU, decision(GUIZHOU, 5, "1"), decision(GUIZHOU, 5, "1"))
    assert (first.outcome, refused.outcome, refused.code) == (Outcome.ACCEPTED, Outcome.REFUSED, "case_number_used")
    assert not StandingInterval.objects.exists()
    (second,) = federation.send(CHONGQING, decision(CHONGQING, 5, "2", decided_on="2025-08-01"))
    assert StandingInterval.objects.filter(status="suspended", pending=False).exists()
    assert not StandingInterval.objects.filter(pending=True).exists()
    assert Measure.objects.get().decision_id == second.id
    assert told(second.position) == [("score", hospital(CHONGQING), None), ("suspension", hospital(CHONGQING), None)]


def test_decided_and_annulled_in_one_batch(federation: Federation) -> None:
    author = federation.provinces[GUIZHOU]
    issued = author.state(*decision_body("1", 10), issued_at=f"{NOW:%Y-%m-%dT%H:%M:%SZ}")
    annulled = author.state(
        "decision.annulled",
        {**BODIES["decision.annulled"], "decision": issued.id},
        issued_at=f"{NOW:%Y-%m-%dT%H:%M:%SZ}",
    )
    receipts = inbox.receive(GUIZHOU, [issued.raw, annulled.raw], now=NOW)
    assert [receipt.outcome for receipt in receipts] == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert not StandingInterval.objects.exists()
    assert told(receipts[1].position) == [("annulment", hospital(GUIZHOU), receipts[0].position)]


def decision_body(case_number: str, points: int) -> tuple[str, dict[str, Any]]:
    topic, body = decision(GUIZHOU, points, case_number)
    return topic, {**BODIES[topic], **body}


def test_the_same_penalty_waits_for_a_human(federation: Federation) -> None:
    federation.send(GUIZHOU, decision(GUIZHOU, 5, "1"))
    (held,) = federation.send(CHONGQING, decision(CHONGQING, 5, "1"))
    assert (held.outcome, held.code, held.position) == (Outcome.HELD, "same_penalty", None)
    assert not StandingInterval.objects.exists()
    assert isinstance(held.id, UUID)

    rule(held.id, Outcome.ACCEPTED, "Two acts.", now=NOW)
    assert Measure.objects.get().points_total == 10
    assert Notification.objects.filter(kind="suspension").count() == 1


def test_a_dry_run_stores_nothing(federation: Federation) -> None:
    author = federation.provinces[GUIZHOU]
    raw = author.state(*decision_body("1", 10), issued_at=f"{NOW:%Y-%m-%dT%H:%M:%SZ}").raw
    assert inbox.receive(GUIZHOU, [raw], now=NOW, dry_run=True)[0].outcome == Outcome.ACCEPTED
    assert not StandingInterval.objects.exists()
    assert not Notification.objects.exists()


class TestProcedure:
    """Notice, objection and settlement over the wire: each names what came before it, be it in the same batch."""

    def signed(self, federation: Federation, division: str = GUIZHOU, outcome: str = "annulled") -> list[bytes]:
        """Sign a decision, its notice, an objection to it and the settlement."""
        author = federation.provinces[division]
        at = f"{NOW:%Y-%m-%dT%H:%M:%SZ}"

        def state(topic: str, **body: Any) -> Any:
            return author.state(topic, {**BODIES[topic], **body}, issued_at=at)

        topic, body = decision(division, 10, "1")
        issued = state(topic, **body)
        notice = state("notice.served", decision=issued.id)
        objection = state("objection.lodged", decision=issued.id)
        settled = state("objection.settled", objection=objection.id, outcome=outcome)
        return [each.raw for each in (issued, notice, objection, settled)]

    def test_in_one_batch(self, federation: Federation) -> None:
        receipts = inbox.receive(GUIZHOU, self.signed(federation), now=NOW)
        assert [receipt.outcome for receipt in receipts] == [Outcome.ACCEPTED] * 4
        assert not StandingInterval.objects.filter(status="suspended").exists()
        first, _, _, last = [receipt.position for receipt in receipts]
        assert told(last) == [("annulment", hospital(GUIZHOU), first)]

    def test_a_dry_run_answers_alike_and_stores_nothing(self, federation: Federation) -> None:
        raws = self.signed(federation, outcome="changed")
        receipts = inbox.receive(GUIZHOU, raws, now=NOW, dry_run=True)
        assert [(receipt.outcome, receipt.code) for receipt in receipts] == [
            (Outcome.ACCEPTED, ""), (Outcome.ACCEPTED, ""), (Outcome.ACCEPTED, ""),
            (Outcome.REFUSED, "settlement_points_missing"),
        ]  # fmt: skip
        assert not Objection.objects.exists()
        assert not StandingInterval.objects.exists()

    def test_another_province_has_no_say(self, federation: Federation) -> None:
        receipts = inbox.receive(GUIZHOU, self.signed(federation), now=NOW)
        (refused,) = federation.send(CHONGQING, ("objection.lodged", {"decision": str(receipts[0].id)}))
        assert (refused.outcome, refused.code, refused.field) == (Outcome.REFUSED, "not_the_author", "decision")

    def test_agreements_are_nobody_elses_business(self, federation: Federation) -> None:
        (recorded,) = federation.send(GUIZHOU, ("agreement.recorded", {"institution": hospital(GUIZHOU)}))
        (ended,) = federation.send(GUIZHOU, ("agreement.ended", {"agreement": str(recorded.id)}))
        positions = [recorded.position, ended.position]
        assert not LogEntry.objects.filter(position__in=positions, published=True).exists()
        receipts = inbox.receive(GUIZHOU, self.signed(federation), now=NOW)
        assert LogEntry.objects.filter(position__in=[each.position for each in receipts], published=True).count() == 4
