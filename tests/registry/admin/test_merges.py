"""The duplicate queue in the browser: who may propose, who may decide, and what is recorded."""

from typing import Any

import pytest
from django.test import Client

from registry.people.models import MergeProposal, Person, PersonMerge
from registry.people.services import merge_proposals
from registry.vault.models import LookRecord
from sync.scope import PERMISSION
from tests.registry.builders import Scene, officer, viewer
from tests.registry.ledger import GUIZHOU, NATIONAL, person

QUEUE = "/admin/registry/mergeproposal/"
ALL = (
    PERMISSION, "registry.open_vault", "registry.propose_merge", "registry.decide_merge",
    "registry.view_mergeproposal", "registry.view_personmerge",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _stated_by_the_scene(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the scene's ledger state what national's outbox would: the scene has no key file."""

    def author(drafts: list[Any], *, now: Any, proposal: Any) -> list[Any]:
        items = [scene.say(draft.topic, NATIONAL, dict(draft.body)) for draft in drafts]
        return [type("Authored", (), {"reason": None, "statement_id": item.id}) for item in items]

    monkeypatch.setattr(merge_proposals.outbox, "author", author)


def staff(client: Client, name: str, permissions: tuple[str, ...] = ALL) -> Client:
    client.force_login(viewer(name, permissions=permissions))
    client.cookies["django_language"] = "en"
    return client


def test_found_proposed_and_decided_by_two(scene: Scene) -> None:
    first, second = staff(Client(), "first"), staff(Client(), "second")
    assert (
        first.post(f"{QUEUE}begin/by-hand/", {"absorbed": person(4), "into": person(5), "reason": "同一人"}).status_code
        == 302
    )
    proposal = MergeProposal.objects.get()
    page, approve = f"{QUEUE}{proposal.pk}/change/", f"{QUEUE}{proposal.pk}/step/approve/"
    assert "Whoever proposed this does not decide it." in first.get(page).content.decode()
    assert first.get(page).context["steps"] == []
    assert [step.name for step in second.get(page).context["steps"]] == ["approve", "reject"]
    assert not LookRecord.objects.filter(door="admin.merge").exists()
    text = second.get(approve).content.decode()
    assert "测试丁" in text
    assert "测试戊" in text
    looks = LookRecord.objects.filter(door="admin.merge", purpose="identity").values_list("person_id", flat=True)
    assert set(looks) == {person(4), person(5)}
    why = {"reason": "已核对"}
    refused = first.post(approve, why)
    assert "Whoever proposed it does not decide it." in refused.content.decode()
    assert second.post(approve, why).status_code == 302
    merge = PersonMerge.objects.get()
    assert (merge.absorbed_id, merge.into_id) == (person(4), person(5))
    old = f"/admin/registry/person/{person(4)}/"
    first.post(f"{old}purpose/", {"purpose": "identity"})
    assert "This ID was merged; the person goes on as" in first.get(f"{old}change/").content.decode()

    split = f"/admin/registry/personmerge/{merge.pk}/step/split/"
    assert first.post(split, {"reason": "两人"}).status_code == 302
    undoing = MergeProposal.objects.get(work="split")
    second.post(f"{QUEUE}{undoing.pk}/step/approve/", why)
    assert merge.splits.count() == 1


def test_what_the_merge_leads_to_stands_beside_the_form(scene: Scene) -> None:
    first, second = staff(Client(), "first"), staff(Client(), "second")
    first.post(f"{QUEUE}begin/by-hand/", {"absorbed": person(1), "into": person(4), "reason": "同一人"})
    text = second.get(f"{QUEUE}{MergeProposal.objects.get().pk}/step/approve/").content.decode()
    assert "What the merge would lead to, if it took effect today" in text
    assert "The merge itself makes the standing stricter." in text
    assert not PersonMerge.objects.exists()


def test_the_machine_finds_and_one_may_reject(scene: Scene) -> None:
    one, other = (Person.objects.get(pk=person(number)) for number in (4, 5))
    MergeProposal.objects.create(first=one, second=other, clue="near_name", found_at=scene.now)
    client = staff(Client(), "first")
    proposal = MergeProposal.objects.get()
    closed = client.post(f"{QUEUE}{proposal.pk}/step/approve/", {"reason": "x"}, follow=True).content.decode()
    assert "The state does not allow this step any more." in closed
    assert client.post(f"{QUEUE}{proposal.pk}/step/reject/", {"reason": "两人"}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("rejected", "first")
    found = client.post(f"{QUEUE}begin/search/", follow=True)
    assert "pairs are new in the queue." in found.content.decode()


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        pytest.param({"absorbed": "123", "into": person(5)}, "No person has this lifelong ID.", id="no ID"),
        pytest.param({"absorbed": person(5), "into": person(5)}, "must be one of the two", id="one with itself"),
        pytest.param({"absorbed": person(4), "into": person(99)}, "No person has this lifelong ID.", id="nobody"),
    ],
)
def test_by_hand_needs_two_people(scene: Scene, form: dict[str, str], sentence: str) -> None:
    text = staff(Client(), "first").post(f"{QUEUE}begin/by-hand/", {**form, "reason": "x"}).content.decode()
    assert sentence in text
    assert not MergeProposal.objects.exists()


@pytest.mark.parametrize("missing", [PERMISSION, "registry.open_vault", "registry.propose_merge"])
def test_proposing_needs_all_rights(scene: Scene, missing: str) -> None:
    client = staff(Client(), "some", tuple(each for each in ALL if each != missing))
    for path in ("begin/search/", "begin/by-hand/"):
        assert client.post(f"{QUEUE}{path}").status_code == 403


def test_no_queue_for_officers_of_provinces(scene: Scene, client: Client) -> None:
    client.force_login(officer("limited", GUIZHOU, permissions=ALL[1:]))
    assert client.get(QUEUE).status_code == 403
