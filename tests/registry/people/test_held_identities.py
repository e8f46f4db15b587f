"""A human's verdict on a held identity, and what a province keeps of an answer."""

import pytest

from registry.people.models import Document, HeldIdentity, Identity, Person, PersonCode
from registry.people.services.identities import IdentityRequest, find, issue, record
from registry.people.services.identity_requests import IdentityAnswer
from registry.vault.services import seals
from registry.words.lifelong_id import is_valid
from sync.wire.refusals import Refused
from tests.registry.people import people
from tests.registry.people.people import NAME, NOW, code, passport, resident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _national(national: None) -> None:
    """Every test here runs on national."""


def ask(request: IdentityRequest, asked_by: str = "310000") -> IdentityAnswer:
    (answer,) = issue([request], asked_by=asked_by, acting="test", now=NOW)
    return answer


def settle(verdict: str, person: Person | None = None, *, reason: str = "looked at the papers") -> HeldIdentity:
    return people.settle(HeldIdentity.objects.get(), verdict, person, reason=reason)


def test_the_same_person_gets_the_new_paper() -> None:
    known = ask(resident())
    assert ask(passport()).outcome == "held"
    case = settle("same", Person.objects.get())
    assert (case.verdict, case.settled_by, case.reason) == ("same", "officer", "looked at the papers")
    for request in (passport(), resident(), passport(system="s", code="1")):
        answer = ask(request)
        assert (answer.outcome, answer.lifelong_id) == ("known", known.lifelong_id)
    assert set(Document.objects.values_list("kind", flat=True)) == {"passport", "resident_id"}
    assert [answer.outcome for answer in find([passport(), passport(name="")], now=NOW)] == ["known", "known"]


def test_the_same_person_may_have_two_names_once_a_human_says_so() -> None:
    known = ask(resident())
    assert ask(resident(name="测试乙")).outcome == "held"
    settle("same", Person.objects.get())
    for name in (NAME, "测试乙"):
        assert ask(resident(name=name, system="s", code=name)).lifelong_id == known.lifelong_id
    assert Identity.objects.count() == 2


def test_another_person_gets_an_id_of_their_own() -> None:
    known = ask(resident())
    assert ask(passport(), asked_by="520000").outcome == "held"
    case = settle("other")
    answer = ask(passport())
    assert answer.outcome == "known"
    assert answer.lifelong_id == case.person_id != known.lifelong_id
    assert is_valid(answer.lifelong_id)
    assert answer.issued_for == "520000"
    assert ask(passport(system="s", code="1")).lifelong_id == answer.lifelong_id
    assert ask(resident()).lifelong_id == known.lifelong_id


def test_a_document_stays_with_its_holder_when_another_person_claims_it() -> None:
    known = ask(resident())
    assert ask(resident(name="测试乙")).outcome == "held"
    settle("other")
    answer = ask(resident(name="测试乙"))
    assert answer.outcome == "known"
    assert answer.lifelong_id != known.lifelong_id
    assert Document.objects.get().person_id == known.lifelong_id
    assert ask(resident()).lifelong_id == known.lifelong_id


def test_refused_means_refused() -> None:
    ask(resident())
    ask(passport())
    settle("refused")
    answer = ask(passport())
    assert answer.outcome == "refused"
    assert answer.reason is not None
    assert answer.reason.code == "identity_refused"


BAD_VERDICTS = [
    pytest.param("same", False, "why", "verdict_person_required", id="same as nobody"),
    pytest.param("other", True, "why", "person_not_expected", id="another person who is named"),
    pytest.param("refused", True, "why", "person_not_expected", id="refused with a person"),
    pytest.param("open", False, "why", "verdict_unknown", id="open again"),
    pytest.param("perhaps", False, "why", "verdict_unknown", id="no verdict"),
    pytest.param("refused", False, " ", "verdict_reason_missing", id="no reason"),
    pytest.param("refused", False, "x" * 501, "verdict_reason_missing", id="reason too long"),
]


@pytest.mark.parametrize(("verdict", "with_person", "reason", "expected"), BAD_VERDICTS)
def test_a_bad_verdict_is_refused(verdict: str, with_person: bool, reason: str, expected: str) -> None:
    ask(resident())
    ask(passport())
    person = Person.objects.get() if with_person else None
    with pytest.raises(Refused) as refused:
        settle(verdict, person, reason=reason)
    assert refused.value.reason.code == expected
    assert HeldIdentity.objects.get().verdict == "open"


def test_only_a_candidate_can_be_the_same_person_and_only_once() -> None:
    ask(resident())
    stranger = ask(code("9"))
    ask(passport())
    with pytest.raises(Refused, match="not_a_candidate"):
        settle("same", Person.objects.get(pk=stranger.lifelong_id))
    settle("refused")
    with pytest.raises(Refused, match="already_settled"):
        settle("refused")


def test_a_province_keeps_what_it_was_answered() -> None:
    requests = [resident(system="s", code="1"), code("2"), passport("BAD", name=""), code("3", name=NAME)]
    issued_for = {"issued_for": "520000", "issued_at": NOW}
    answers = [
        IdentityAnswer(outcome="issued", lifelong_id="0000000000000197", **issued_for),
        IdentityAnswer(outcome="known", lifelong_id="0000000000000294", **issued_for),
        IdentityAnswer(outcome="refused"),
        IdentityAnswer(outcome="held"),
    ]
    for _ in range(2):
        record(requests, answers, now=NOW)
    assert list(Person.objects.values_list("lifelong_id", "issued_for", "statement")) == [
        ("0000000000000197", "520000", None),
        ("0000000000000294", "520000", None),
    ]
    assert Document.objects.get().person_id == "0000000000000197"
    assert dict(PersonCode.objects.values_list("code", "person_id")) == {
        "1": "0000000000000197",
        "2": "0000000000000294",
    }
    identity = Identity.objects.get()
    assert seals.open_sealed(identity.name_sealed) == NAME
    assert identity.born_sealed is not None
    assert seals.open_sealed(identity.born_sealed) == "1980-02-29"
    record([passport("E7654321", name=NAME)], [answers[0]], now=NOW)
    assert Identity.objects.count() == 1, "the same name and birth date once"
    assert Document.objects.count() == 2
