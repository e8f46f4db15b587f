"""The duplicate queue: the machine finds, one human proposes, another decides (O23)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from registry.people.models import HeldIdentity, MergeProposal, Person, PersonMerge
from registry.people.selectors.kin import survivors
from registry.people.services import merge_proposals
from registry.people.services.identities import issue
from registry.people.services.merge_proposals import decide, find_duplicates, propose_merge, propose_split
from sync.wire.refusals import Refused
from tests.accounts import account
from tests.registry.people.people import NAME, NOW, code, has_papers, passport, resident, settle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _national(national: None) -> None:
    """Every test here runs on national, with three accounts."""
    for name in ("first", "second", "third"):
        account(name)


def ask(request: Any, asked_by: str = "310000") -> str:
    (answer,) = issue([request], asked_by=asked_by, acting="test", now=NOW)
    return answer.lifelong_id


def another(request: Any) -> str:
    """Return somebody who has papers with which a request would be held today."""
    found = ask(code(f"twin {Person.objects.count()}", system="s"))
    has_papers(found, request)
    return found


def decided(request: Any) -> str:
    """Ask, have two humans say that it is another person, and return the new ID."""
    assert ask(request) == ""
    return str(settle(HeldIdentity.objects.get(verdict="open"), "other").person_id)


@pytest.fixture
def pair() -> tuple[Person, Person]:
    """Somebody with a resident ID, and somebody with a passport and the same name and birth date."""
    one, other = ask(resident()), another(passport())
    return Person.objects.get(pk=one), Person.objects.get(pk=other)


def propose(pair: tuple[Person, Person], *, acting: str = "first") -> MergeProposal:
    return propose_merge(*pair, into=pair[0], acting=acting, now=NOW, reason="同一人")


def approve(proposal: MergeProposal, *, acting: str = "second") -> MergeProposal:
    return decide(proposal, approve=True, acting=acting, now=NOW, reason="已核对")


class TestFound:
    def test_near_names(self, pair: tuple[Person, Person]) -> None:
        assert find_duplicates(acting="clerk", now=NOW) == 1
        found = MergeProposal.objects.get()
        assert {found.first_id, found.second_id} == {one.pk for one in pair}
        assert (found.clue, found.state, found.proposed_by) == ("near_name", "found", "")
        assert find_duplicates(acting="clerk", now=NOW) == 0

    def test_two_resident_ids_are_two_people(self) -> None:
        ask(resident(1)), ask(resident(2))
        assert find_duplicates(acting="clerk", now=NOW) == 0

    @pytest.mark.parametrize(
        "papers", [pytest.param(resident(name="测试乙"), id="one document"), pytest.param(passport(), id="one name")]
    )
    def test_who_was_decided_to_be_two_does_not_come_back(self, papers: Any) -> None:
        known, other = ask(resident()), decided(papers)
        assert find_duplicates(acting="clerk", now=NOW) == 0
        pair = [Person.objects.get(pk=one) for one in (known, other)]
        assert propose_merge(*pair, into=pair[0], acting="first", now=NOW, reason="x").state == "proposed"

    def test_a_code_of_one_beside_a_document_of_the_other(self) -> None:
        one, other = ask(resident()), ask(code("1", system="s"))
        assert ask(resident(system="s", code="1")) == ""
        settle(HeldIdentity.objects.get(), "same", Person.objects.get(pk=one))
        assert find_duplicates(acting="clerk", now=NOW) == 1
        found = MergeProposal.objects.get()
        assert ({found.first_id, found.second_id}, found.clue) == ({one, other}, "same_code")

    def test_a_rejected_pair_does_not_come_back(self, pair: tuple[Person, Person]) -> None:
        find_duplicates(acting="clerk", now=NOW)
        decide(MergeProposal.objects.get(), approve=False, acting="first", now=NOW, reason="两人")
        assert find_duplicates(acting="clerk", now=NOW) == 0
        with pytest.raises(Refused, match="proposal_exists"):
            propose(pair)

    @pytest.mark.parametrize("rejected", [True, False])
    def test_nor_is_anybody_asked_about_it(self, rejected: bool) -> None:
        known, nameless = ask(resident()), ask(code("1"))
        pair = Person.objects.get(pk=known), Person.objects.get(pk=nameless)
        if rejected:
            decide(propose(pair), approve=False, acting="second", now=NOW, reason="两人")
        assert ask(code("1", name=NAME, born_on="1980-02-29")) == (nameless if rejected else "")

    def test_who_is_one_already_is_not_found(self, pair: tuple[Person, Person]) -> None:
        approve(propose(pair))
        assert find_duplicates(acting="clerk", now=NOW) == 0
        with pytest.raises(Refused, match="same_person_already"):
            propose(pair)

    def test_the_queue_takes_so_many_and_the_rest_the_next_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(merge_proposals, "MOST_FOUND", 2)
        ask(resident())
        for number in ("E12345671", "E12345672"):
            another(passport(number))
        # Three people of one name and birth date are three pairs.
        assert [find_duplicates(acting="clerk", now=NOW) for _ in range(3)] == [2, 1, 0]

    def test_what_was_queued_takes_nobodys_place(self, pair: tuple[Person, Person], monkeypatch: Any) -> None:
        monkeypatch.setattr(merge_proposals, "MOST_SEEN", 1)
        another(passport("E12345672"))
        assert [find_duplicates(acting="clerk", now=NOW) for _ in range(4)] == [1, 1, 1, 0]


class TestFourEyes:
    def test_approved_by_another(self, pair: tuple[Person, Person]) -> None:
        find_duplicates(acting="clerk", now=NOW)
        decided = approve(propose(pair))
        assert (decided.state, decided.clue) == ("approved", "near_name")
        merge = PersonMerge.objects.get()
        assert (merge.absorbed_id, merge.into_id, merge.author) == (pair[1].pk, pair[0].pk, "000000")
        assert decided.statement_id == merge.pk
        assert ask(passport()) == ask(resident()) == pair[0].pk, "the same papers give the ID that goes on"

    def test_not_by_the_same(self, pair: tuple[Person, Person]) -> None:
        proposal = propose(pair)
        with pytest.raises(Refused, match="four_eyes"):
            approve(proposal, acting="first")
        with pytest.raises(IntegrityError), transaction.atomic():
            MergeProposal.objects.update(decided_by="first", state="rejected", decided_at=NOW)
        assert not PersonMerge.objects.exists()

    def test_nothing_is_approved_that_no_human_proposed(self, pair: tuple[Person, Person]) -> None:
        find_duplicates(acting="clerk", now=NOW)
        with pytest.raises(Refused, match="proposal_not_open"):
            approve(MergeProposal.objects.get())

    def test_decided_once(self, pair: tuple[Person, Person]) -> None:
        proposal = approve(propose(pair))
        for verdict in (True, False):
            with pytest.raises(Refused, match="proposal_not_open"):
                decide(proposal, approve=verdict, acting="third", now=NOW, reason="x")

    @pytest.mark.parametrize("reason", ["", " ", "x" * 501])
    def test_with_a_reason(self, pair: tuple[Person, Person], reason: str) -> None:
        with pytest.raises(Refused, match="proposal_reason_missing"):
            propose_merge(*pair, into=pair[0], acting="first", now=NOW, reason=reason)
        with pytest.raises(Refused, match="proposal_reason_missing"):
            decide(propose(pair), approve=True, acting="second", now=NOW, reason=reason)

    def test_into_one_of_the_two(self, pair: tuple[Person, Person]) -> None:
        stranger = Person.objects.get(pk=ask(code("9")))
        with pytest.raises(Refused, match="not_of_the_pair"):
            propose_merge(*pair, into=stranger, acting="first", now=NOW, reason="x")


class TestSplit:
    def test_by_the_same_road(self, pair: tuple[Person, Person]) -> None:
        approve(propose(pair))
        proposal = propose_split(PersonMerge.objects.get(), acting="second", now=NOW, reason="两人")
        with pytest.raises(Refused, match="four_eyes"):
            approve(proposal, acting="second")
        approve(proposal, acting="first")
        assert survivors([one.pk for one in pair]) == {}
        assert sorted(MergeProposal.objects.values_list("work", "state")) == [
            ("merge", "undone"),
            ("split", "approved"),
        ]
        assert ask(passport()) == pair[1].pk
        with pytest.raises(Refused, match="not_merged"):
            propose_split(PersonMerge.objects.get(), acting="second", now=NOW, reason="x")
        assert find_duplicates(acting="clerk", now=NOW) == 0
        approve(propose(pair))
        assert survivors([one.pk for one in pair]) == {pair[1].pk: pair[0].pk}

    def test_proposed_once_at_a_time(self, pair: tuple[Person, Person]) -> None:
        approve(propose(pair))
        merge = PersonMerge.objects.get()
        propose_split(merge, acting="first", now=NOW, reason="x")
        with pytest.raises(Refused, match="proposal_exists"):
            propose_split(merge, acting="third", now=NOW, reason="x")


def test_a_name_is_in_no_log_line(pair: tuple[Person, Person], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        find_duplicates(acting="clerk", now=NOW)
        approve(propose(pair))
    assert caplog.text
    assert NAME not in caplog.text
