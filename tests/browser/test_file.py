"""The file, the queue, the year and the person's own page as people see them."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser

from registry.people.models import MergeProposal, Person
from registry.portal.services import own_accounts
from tests.browser.test_admin import WHO_LOOKS, visit
from tests.registry.builders import PASSWORD, Scene, superuser, whole_scene
from tests.registry.ledger import GUIZHOU, NATIONAL, hospital, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def career() -> Scene:
    """Return the scene with a proposal, a merge, a commendation, an objection and thresholds."""
    scene = whole_scene()
    one = Person.objects.get(pk=person(2))
    scene.say("commendation.recorded", GUIZHOU, {"person": one.pk, "institution": hospital(GUIZHOU)})
    loss = {"service_from": "2022-04-01", "service_to": "2022-04-03", "decided_on": "2022-06-01"}
    scene.say("loss.borne", GUIZHOU, {"person": one.pk, **loss})
    document = {"parameters": {"ratio": {"settlement_percent": {"value": 1, "source": "黔医保发〔2020〕1号"}}}}
    pack = {"division": GUIZHOU, "version": "1", "valid_from": "2020-01-01", "document": document}
    scene.say("pack.published", NATIONAL, pack)
    pair = [Person.objects.get(pk=person(number)) for number in (4, 5)]
    MergeProposal.objects.create(first=pair[0], second=pair[1], clue="near_name", found_at=scene.now)
    scene.say("person.merged", NATIONAL, {"absorbed": person(7), "into": person(6)})
    return scene


@pytest.mark.parametrize("name", WHO_LOOKS)
def test_pages_of_offices(browser: Browser, live_server: Any, pictures: Path, name: str) -> None:
    career()
    superuser(password=PASSWORD)
    reader = visit(browser, live_server, pictures, name)
    reader.log_in("root", PASSWORD)
    for number, label in ((2, "file"), (7, "file-merged")):
        reader.see(f"/admin/registry/person/{person(number)}/change/")
        reader.page.click("form[action$='/purpose/'] button[type=submit]")
        reader.page.wait_for_load_state("load")
        reader.look(label, label)
    proposal = MergeProposal.objects.get()
    pages = {
        "queue": "/admin/registry/mergeproposal/",
        "proposal": f"/admin/registry/mergeproposal/{proposal.pk}/change/",
        "by-hand": "/admin/registry/mergeproposal/begin/by-hand/",
        "link": "/admin/registry/personaccount/begin/link/",
        "sheet": f"/admin/registry/institution/{hospital(GUIZHOU)}/sheet/?year=2022",
        "met": "/admin/registry/institution/met/?year=2022",
        "returns": "/admin/registry/institution/returns/?year=2022",
    }
    for label, path in pages.items():
        reader.see(path, label)
    reader.context.close()
    assert not reader.faults, "\n".join(reader.faults)


@pytest.mark.parametrize("name", WHO_LOOKS)
def test_the_own_page(browser: Browser, live_server: Any, pictures: Path, name: str) -> None:
    scene = career()
    user = User.objects.create_user("own", password=PASSWORD)
    one = Person.objects.get(pk=person(2))
    own_accounts.link(user, one, proof="x", acting=User.objects.create_superuser("clerk"), now=scene.now)
    reader = visit(browser, live_server, pictures, name)
    reader.see("/me/login/", "own-login")
    reader.page.fill("#id_username", "own")
    reader.page.fill("#id_password", PASSWORD)
    reader.page.click("main button[type=submit]")
    reader.page.wait_for_url(f"{live_server.url}/me/")
    reader.look("own file", "own-file")
    assert "测试乙" in reader.page.content()
    reader.context.close()
    assert not reader.faults, "\n".join(reader.faults)
