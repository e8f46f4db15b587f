"""The person's own view: exactly the own file, with who looked; and the same to take away."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction
from django.test import Client
from knox.models import AuthToken

from registry.accounts import services as accounts
from registry.people.models import Person, PersonAccount
from registry.portal.services import own_accounts
from registry.vault.models import LookRecord
from sync.wire.refusals import Refused
from tests.registry.api.test_file import vault_of
from tests.registry.ledger import CHONGQING, GUIZHOU, NOW, Ledger, person
from tests.registry.people.people import NAME, resident, resident_id
from tests.registry.serving import without_static_files

pytestmark = pytest.mark.django_db
ANN, OTHER = 1, 2


@pytest.fixture(autouse=True)
def _two(ledger: Ledger, settings: Any) -> None:
    without_static_files(settings)
    settings.DIVISION = "000000"
    ledger.open(ANN, OTHER)
    ledger.say("filing.opened", CHONGQING, {"person": person(ANN), "role": "=cmd|'/c calc'!A1"})
    ledger.say("filing.opened", GUIZHOU, {"person": person(OTHER)})
    ledger.decide(10, who=ANN)
    ledger.say("commendation.recorded", GUIZHOU, {"person": person(ANN)})
    vault_of(ANN, resident())


@pytest.fixture
def clerk() -> User:
    return User.objects.create_superuser("clerk")


def account(name: str = "ann") -> User:
    return User.objects.create_user(name)


def token(user: User) -> str:
    return str(AuthToken.objects.create(user)[1])


def get(token: str, path: str = "me/file", **query: str) -> Any:
    return Client().get(f"/api/v1/{path}", query, headers={"Authorization": f"Token {token}"})


@pytest.fixture
def ann(clerk: User) -> str:
    user = account()
    own_accounts.link(user, Person.objects.get(pk=person(ANN)), proof="居民身份证原件", acting=clerk, now=NOW)
    return token(user)


def test_the_own_file_with_everything(ann: str) -> None:
    told = get(ann).json()
    assert (told["person"], told["points"]) == (person(ANN), {"2025": 10})
    assert [each["author"] for each in told["filings"]] == [CHONGQING]
    assert len(told["commendations"]) == 1
    assert told["identity"]["name"] == NAME
    assert told["identity"]["documents"][0]["number"] == resident_id()
    assert told["exported_at"]


def test_nobody_elses(ann: str) -> None:
    for path in (f"persons/{person(OTHER)}/file", f"persons/{person(ANN)}/file", f"persons/{person(ANN)}/standing"):
        assert get(ann, path, **({"purpose": "filing"} if path.endswith("file") else {})).status_code == 403, path
    assert person(OTHER) not in get(ann).content.decode()
    assert get(ann, "me/file", person=person(OTHER)).json()["code"] == "unknown_field"


def test_who_looked_and_why_but_not_which_clerk(ann: str) -> None:
    officer = accounts.create_officer("someone@office", GUIZHOU).token
    get(officer, f"persons/{person(ANN)}/file", purpose="decision")
    get(ann)
    told = get(ann)
    looks = [(each["office"], each["purpose"], each["door"]) for each in told.json()["looks"]]
    assert looks == [(GUIZHOU, "decision", "file")], "own looks are no foreign looks"
    assert "someone@office" not in told.content.decode()
    own = LookRecord.objects.filter(user_name="ann")
    assert {(each.office, each.purpose, each.door) for each in own} == {("", "own", "me.file")}


def test_to_take_away(ann: str) -> None:
    answer = get(ann, "me/file.zip")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/zip", "no-store")
    assert "attachment" in answer["Content-Disposition"]
    folder = zipfile.ZipFile(io.BytesIO(answer.content))
    whole = json.loads(folder.read("file.json"))
    assert whole["identity"]["name"] == NAME
    for name in ("filings", "decisions", "commendations", "merges"):
        raw = folder.read(f"{name}.csv")
        assert raw.startswith(b"\xef\xbb\xbf")
        assert len(list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))) == 1 + len(whole[name]), name
    filings = list(csv.DictReader(io.StringIO(folder.read("filings.csv").decode("utf-8-sig"))))
    assert filings[0]["role"] == "'=cmd|'/c calc'!A1"
    assert folder.testzip() is None


def test_of_merged_people_the_whole(ann: str, ledger: Ledger) -> None:
    ledger.merge(ANN, OTHER)
    told = get(ann).json()
    assert (told["person"], told["merged_into"]) == (person(ANN), person(OTHER))
    assert {each["person"] for each in told["filings"]} == {person(ANN), person(OTHER)}


def test_accounts_of_offices_have_no_own_file(clerk: User) -> None:
    for user in (clerk, account("nobody")):
        answer = get(token(user))
        assert (answer.status_code, answer.json()["code"]) == (403, "no_own_file")
    assert get("wrong").status_code == 401


class TestLinks:
    def test_ended_at_once(self, ann: str, clerk: User) -> None:
        own_accounts.end(PersonAccount.objects.get(), acting=clerk, now=NOW)
        assert get(ann).status_code == 403
        with pytest.raises(Refused, match="link_ended"):
            own_accounts.end(PersonAccount.objects.get(), acting=clerk, now=NOW)
        own_accounts.link(
            User.objects.get(username="ann"), Person.objects.get(pk=person(ANN)), proof="x", acting=clerk, now=NOW
        )

    @pytest.mark.parametrize(
        ("who", "proof", "code"),
        [
            pytest.param("clerk", "x", "link_to_oneself", id="the own account"),
            pytest.param("staff", "x", "account_of_an_office", id="an officer's"),
            pytest.param("grouped", "x", "account_of_an_office", id="one with a group's rights"),
            pytest.param("fresh", " ", "proof_missing", id="nobody proved it"),
            pytest.param("fresh", "x" * 201, "proof_missing", id="too long a proof"),
            pytest.param("ann", "x", "account_linked", id="linked already"),
            pytest.param("fresh", "x", "person_linked", id="the person has one"),
        ],
    )
    def test_refused(self, ann: str, clerk: User, who: str, proof: str, code: str) -> None:
        User.objects.create_user("staff", is_staff=True)
        User.objects.create_user("grouped").groups.add(Group.objects.create(name="g"))
        User.objects.create_user("fresh")
        one = Person.objects.get(pk=person(ANN))
        with pytest.raises(Refused) as refused:
            own_accounts.link(User.objects.get(username=who), one, proof=proof, acting=clerk, now=NOW)
        assert refused.value.reason.code == code

    def test_only_by_national_staff_with_the_permission(self, settings: Any) -> None:
        accounts.create_officer("officer", GUIZHOU)
        officer = User.objects.get(username="officer")
        for acting in (officer, User.objects.create_user("staff", is_staff=True)):
            with pytest.raises(Refused, match="link_forbidden"):
                own_accounts.link(
                    account(f"of {acting}"), Person.objects.get(pk=person(ANN)), proof="x", acting=acting, now=NOW
                )

    def test_the_database_keeps_one_person_to_an_account(self, ann: str) -> None:
        values = {"person_id": person(OTHER), "proof": "x", "linked_by": "x", "linked_at": NOW}
        with pytest.raises(IntegrityError), transaction.atomic():
            PersonAccount.objects.create(user=User.objects.get(username="ann"), **values)
