"""What a room has in the house by its own folder alone; run by `test_toy_topic` in a process that has it installed.

Everything happens in one transaction on the tests' database, which is rolled back at the end.
"""

import io
import sys
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, transaction

django.setup()

import time_machine  # noqa: E402
from django.apps import apps  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.management import create_permissions  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import translation  # noqa: E402
from drf_spectacular.generators import SchemaGenerator  # noqa: E402
from knox.models import AuthToken  # noqa: E402

from provinces.intake.kinds import columns_of, names  # noqa: E402
from provinces.office.codes import Duty  # noqa: E402
from provinces.office.models import Step  # noqa: E402
from provinces.office.services.officers import GROUPS, ensure_groups  # noqa: E402
from provinces.office.services.province_list import ensure_provinces  # noqa: E402
from registry.career.admin.person_file import PersonFile  # noqa: E402
from registry.career.selectors.careers import OWN, career  # noqa: E402
from registry.career.services.archives import archive  # noqa: E402
from registry.regulators.models import Notification  # noqa: E402
from registry.statements.topics import find  # noqa: E402
from sync import identity, keys  # noqa: E402
from sync.models import LogEntry, Statement  # noqa: E402
from tests.architecture.gifts import rules, services  # noqa: E402
from tests.architecture.gifts.models import Gift, GiftEntry, GiftReturned  # noqa: E402
from tests.provinces.node import GUIZHOU, NOW, Desk, person  # noqa: E402
from tests.readme import check_topic  # noqa: E402
from tests.registry.ledger import Ledger  # noqa: E402
from tests.signed_in import force_login_proves_everything  # noqa: E402

WATCH = {"what": "手表", "worth_yuan": "900", "received_on": "2025-06-20"}
ON = date(2026, 3, 2)


def tables() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Gift)
        editor.create_model(GiftReturned)
        editor.create_model(GiftEntry)
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0)
    ensure_provinces()
    ensure_groups()


def node() -> None:
    folder = Path(tempfile.mkdtemp())
    settings.NODE_KEY = str(folder / "node.key")
    own, national = keys.create(folder / "node.key"), keys.create(folder / "national.key")
    identity.init_province(GUIZHOU, own, "http://127.0.0.1:1", national.public, now=NOW)
    Desk().people(1, 2)


def body_and_table_agree() -> None:
    for topic in services.TOPICS:
        assert find(topic.name) is topic
        assert topic.handler.disagreements() == []


def the_readme_shows_it() -> None:
    for topic in services.TOPICS:
        check_topic(topic)


def a_file_brings_it() -> None:
    assert "gifts" in names()
    assert [column.name for column in columns_of("gifts")] == [
        "person", "system", "code", "institution", "what", "worth_yuan", "received_on",
    ]  # fmt: skip
    row = {"person": person(1), **WATCH}
    assert Desk().outcomes("gifts", row) == ["accepted"]
    assert Desk().outcomes("gifts", row) == ["duplicate"]
    assert Desk().outcomes("gifts", {**row, "received_on": "2026-03-03"}) == ["refused gift_to_come"]
    assert Desk().outcomes("gifts", {**row, "what": ""}) == ["refused missing"]


def rules_read_it() -> None:
    ((about, received),) = services.RECEIVED.of_rows(Gift.objects.all())
    assert about == person(1)
    assert rules.above([received]) == [received]
    assert received.received_on == date(2025, 6, 20)


def the_file_holds_it() -> None:
    (row,) = career(person(1), reader=OWN, on=ON).as_json()["gifts"]
    assert (row["what"], row["worth_yuan"], row["received_on"], row["returned_on"]) == ("手表", 900, "2025-06-20", None)


def a_later_fact_adds_to_it() -> None:
    item = Ledger().item(
        "gift.returned", GUIZHOU, {"gift": str(Gift.objects.get(what="手表").pk), "returned_on": "2025-07-01"}
    )
    item.seq = 1 + Statement.objects.count()
    Ledger().store(item, status="pending")
    assert find(item.topic).handler.apply([item], now=NOW) == {person(1)}
    (row,) = career(person(1), reader=OWN, on=ON).sections["gifts"]
    assert row["returned_on"] == date(2025, 7, 1)


def page_and_export_show_it() -> None:
    found = career(person(1), reader=OWN, on=ON)
    (table,) = [each for each in PersonFile(found, OWN).tables() if each.anchor == "gifts"]
    assert str(table.title) == "Gifts"
    assert [str(header) for header in table.headers][:2] == ["institution", "what"]
    assert "手表" in table.rows[0]
    with zipfile.ZipFile(io.BytesIO(archive(found, None, now=NOW))) as whole:
        assert "手表" in whole.read("gifts.csv").decode("utf-8-sig")


def the_api_describes_it() -> None:
    parts = SchemaGenerator().get_schema(request=None, public=True)["components"]["schemas"]
    assert parts["File"]["properties"]["gifts"]["items"]["$ref"].endswith("/FileOfGift")
    assert parts["FileOfGift"]["properties"]["worth_yuan"]["description"] == "What it was worth."
    assert "returned_on" in parts["FileOfGift"]["properties"]


def the_log_calls_it_by_its_title() -> None:
    statement = Statement.objects.filter(topic="gift.received").first()
    LogEntry.objects.create(position=1, statement=statement, leaf=b"", published=True, reached_at=NOW)
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("proof"))
    for language, title in (("en", "gift received (gift.received)"), ("zh-hans", "收受礼品 (gift.received)")):
        with translation.override(language):
            page = client.get("/admin/sync/logentry/", headers={"accept-language": language}, follow=True)
        assert title in page.content.decode(), language


def regulators_are_told() -> None:
    ledger = Ledger(ids=iter(range(100, 200)), positions=iter([2]))
    item = ledger.item("gift.received", GUIZHOU, {"person": person(1), "what": "烟", "worth_yuan": 1,
                                                  "received_on": "2025-08-01"})  # fmt: skip
    item.seq = 9
    ledger.store(item)
    ledger.apply(item)
    assert list(Notification.objects.values_list("position", "kind", "case_number")) == [(2, "score", "烟")]


def come(name: str, *duties: Duty) -> Client:
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=[GROUPS[duty] for duty in duties]))
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


ENTRIES = "/admin/gifts/giftentry/"


def an_officer_enters_it_and_another_approves() -> None:
    anna, ben = come("anna", Duty.HANDLE, Duty.APPROVE), come("ben", Duty.APPROVE)
    form = {"person": person(2), "institution": "H52010000001", "what": "酒", "worth_yuan": 800}
    early = anna.post(f"{ENTRIES}begin/enter/", {**form, "received_on": "2126-01-01"})
    assert early.status_code == 422
    assert "in_the_future" in early.content.decode()
    assert anna.post(f"{ENTRIES}begin/enter/", {**form, "received_on": "2026-02-20"}).status_code == 302
    entry = GiftEntry.objects.get()
    assert ben.get(f"{ENTRIES}begin/enter/").status_code == 403
    approve = f"{ENTRIES}{entry.pk}/step/approve/"
    assert "same_person" in anna.post(approve).content.decode()
    assert ben.post(approve).status_code == 302
    entry.refresh_from_db()
    assert Gift.objects.filter(pk=entry.statement_id, what="酒").exists()
    page = ben.get(f"{ENTRIES}{entry.pk}/change/").content.decode()
    assert "gift given back" in page
    assert "asked to give it back" in page
    assert list(Step.objects.filter(noun="giftentry").values_list("name", "by").order_by("id")) == [
        ("proposed", "anna"), ("asked_back", "ben"),
    ]  # fmt: skip
    assert "酒" in anna.get("/admin/provinces/step/").content.decode()


def what_is_due_shows_it() -> None:
    anna = Client(headers={"Accept-Language": "en"})
    anna.force_login(get_user_model().objects.get(username="anna"))
    assert "gift given back" in anna.get("/admin/provinces/case/due/").content.decode()
    _, token = AuthToken.objects.create(get_user_model().objects.get(username="anna"))
    told = Client(headers={"Authorization": f"Token {token}"}).get("/api/v1/deadlines", {"office": "institution"})
    (one,) = [each for each in told.json()["deadlines"] if each["name"] == "given_back"]
    assert (one["due_on"], one["title_zh"], one["work"]["kind"]) == ("2026-03-22", "退还礼品", "giftentry")


def its_own_api_answers() -> None:
    _, token = AuthToken.objects.create(get_user_model().objects.get(username="anna"))
    told = Client(headers={"Authorization": f"Token {token}"}).get("/api/v1/gifts")
    assert {"person": person(2), "worth_yuan": 800} in told.json()
    schema = SchemaGenerator().get_schema(request=None, public=True)
    assert "/api/v1/gifts" in schema["paths"]
    named = schema["components"]["schemas"]["OneDeadline"]["properties"]["name"]
    listed = schema["components"]["schemas"][named["$ref"].rpartition("/")[2]] if "$ref" in named else named
    assert {"notice_issue", "given_back"} <= set(listed["enum"])


STEPS: tuple[Callable[[], None], ...] = (
    tables, node, body_and_table_agree, the_readme_shows_it, a_file_brings_it, rules_read_it, the_file_holds_it,
    an_officer_enters_it_and_another_approves, what_is_due_shows_it, its_own_api_answers,
    a_later_fact_adds_to_it, page_and_export_show_it, the_api_describes_it, the_log_calls_it_by_its_title,
    regulators_are_told,
)  # fmt: skip


def main() -> None:
    force_login_proves_everything()
    with translation.override("en"), time_machine.travel(NOW, tick=False), transaction.atomic():
        for step in STEPS:
            print(step.__name__, file=sys.stderr)
            step()
        transaction.set_rollback(True)
    print("proved")


if __name__ == "__main__":
    main()
