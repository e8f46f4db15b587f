"""Deadlines: which run, which are late, whose they are, and the door that tells them (arts. 31, 33, 39, 41, 44)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from guardian.shortcuts import assign_perm
from knox.models import AuthToken

from provinces.cases.selectors.clocks import of_item
from provinces.cases.services import cases
from provinces.notices.services import renewals
from provinces.office.clocks import day_of
from provinces.office.codes import Office
from provinces.office.models import Province
from provinces.office.services.province_list import ensure_provinces
from registry.qualification.selectors import watchlists
from registry.words.deadlines import DeadlineName, DeadlineState
from registry.words.persons import Category
from registry.words.workdays import Calendar
from tests.provinces.node import GUIZHOU, HOSPITAL, person, row
from tests.provinces.office import ANNA, BASIS, NOW, SUSPENDING, OfficeDesk, at, of_the_work

LATE, RUNNING, MET, UNKNOWN = (
    DeadlineState.LATE, DeadlineState.RUNNING, DeadlineState.MET, DeadlineState.UNKNOWN,
)  # fmt: skip


def told(today: date, **asked: Any) -> list[tuple[DeadlineName, DeadlineState, date | None]]:
    return [(clock.deadline.name, clock.state, clock.deadline.due_on) for clock in of_the_work(today, **asked)]


class TestNotice:
    def test_five_working_days_from_the_receipt(self, office: OfficeDesk) -> None:
        office.case()  # received on Thursday 26 February; Saturday the 28th is worked for the Spring Festival
        due_on = date(2026, 3, 4)
        assert told(date(2026, 3, 4)) == [(DeadlineName.NOTICE_ISSUE, RUNNING, due_on)]
        assert told(date(2026, 3, 5)) == [(DeadlineName.NOTICE_ISSUE, LATE, due_on)]

    def test_the_agencys_own_decision_counts_from_its_day(self, office: OfficeDesk) -> None:
        office.case(basis_kind="agreement_handling", received_on=None, decided_on=date(2026, 3, 2))
        assert told(date(2026, 3, 2)) == [(DeadlineName.NOTICE_ISSUE, RUNNING, date(2026, 3, 9))]

    def test_issued_it_must_be_delivered_in_three(self, office: OfficeDesk) -> None:
        office.issued()
        assert told(date(2026, 3, 2)) == [(DeadlineName.NOTICE_DELIVERY, RUNNING, date(2026, 3, 5))]
        assert told(date(2026, 3, 2), states=(MET,)) == [(DeadlineName.NOTICE_ISSUE, MET, date(2026, 3, 4))]

    def test_served_the_window_of_the_objection_is_open_for_ten(self, office: OfficeDesk) -> None:
        item = office.issued()
        office.now = at(2026, 3, 4)
        office.served(item, date(2026, 3, 4))
        unknown = (DeadlineName.OBJECTION_BY_PERSON, UNKNOWN, None)  # nobody confirmed that the person received it
        assert told(date(2026, 3, 18)) == [(DeadlineName.OBJECTION, RUNNING, date(2026, 3, 18)), unknown]
        assert told(date(2026, 3, 19)) == [unknown]  # nobody is late who does not object

    def test_the_persons_window_is_open_for_ten_from_their_own_receipt(self, office: OfficeDesk) -> None:  # O39
        item = office.issued()
        office.now = at(2026, 3, 11)
        office.received(office.served(item, date(2026, 3, 4)), date(2026, 3, 11))
        assert told(date(2026, 3, 19)) == [(DeadlineName.OBJECTION_BY_PERSON, RUNNING, date(2026, 3, 25))]
        assert told(date(2026, 3, 26)) == []

    def test_beyond_the_calendar_nothing_is_guessed(self, office: OfficeDesk) -> None:
        item = office.issued()
        again = renewals.make_again(item.notices.get(), reason="更正", acting=ANNA, now=at(2035, 1, 2))
        assert again.issued_on == date(2035, 1, 2)
        unpublished = replace(day_of(date(2026, 3, 2)), calendar=Calendar())
        assert {clock.state for clock in of_item(item, unpublished)} == {UNKNOWN}

    def test_an_annulled_decision_has_no_clock(self, office: OfficeDesk) -> None:
        office.issued()
        gone = row("annulments", case_number="C7", basis_authority=BASIS.basis_authority, annulled_on="2026-03-02")
        assert office.desk.outcomes("annulments", gone) == ["accepted"]
        assert told(date(2026, 6, 1)) == []

    def test_a_withdrawn_case_has_no_clock(self, office: OfficeDesk) -> None:
        cases.withdraw_case(office.case(), reason="错录", acting=ANNA, now=NOW)
        assert told(date(2026, 6, 1)) == []


def test_late_first_then_by_day(office: OfficeDesk) -> None:
    office.case()
    office.case(case_number="C8", received_on=date(2026, 3, 2))
    office.case(case_number="C6", received_on=date(2026, 2, 24))
    assert [state for _name, state, _due in told(date(2026, 3, 5))] == [LATE, LATE, RUNNING]
    assert [due for _name, _state, due in told(date(2026, 3, 5))] == [
        date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 9),
    ]  # fmt: skip
    assert told(date(2026, 3, 5), office=Office.DEPARTMENT) == []
    assert {clock.division for clock in of_the_work(date(2026, 3, 5))} == {"520100"}


def test_suspended_fee_auditors_are_listed(office: OfficeDesk) -> None:
    office.desk.people(4)
    office.named(4)
    office.enrol(4, category=Category.FEE_AUDIT)
    office.issued(SUSPENDING)
    office.issued(replace(SUSPENDING, person=person(4)), office.case(case_number="C8"))
    assert watchlists.auditors_to_take_off(GUIZHOU, date(2026, 3, 8)) == []
    (found,) = watchlists.auditors_to_take_off(GUIZHOU, date(2026, 3, 9))
    assert (found.person, found.institution, found.since) == (person(4), HOSPITAL, date(2026, 3, 9))


class TestDoor:
    @pytest.fixture(autouse=True)
    def province(self, settings: Any) -> None:
        settings.ROOT_URLCONF = "registry.conf.urls_province"
        settings.DIVISION = GUIZHOU
        settings.SECURE_SSL_REDIRECT = False

    def ask(self, client: Client, *provinces: str, **asked: str) -> Any:
        user = User.objects.create_user(f"officer {len(provinces)}")
        ensure_provinces()
        for division in provinces:
            assign_perm("provinces.see_province", user, Province.objects.get(pk=division))
        token = AuthToken.objects.create(user)[1]
        with time_machine.travel(datetime(2026, 3, 5, 4, tzinfo=UTC), tick=False):
            return client.get("/api/v1/deadlines", asked, headers={"Authorization": f"Token {token}"})

    def test_tells_in_two_languages(self, office: OfficeDesk, client: Client) -> None:
        case = office.case()
        answer = self.ask(client, GUIZHOU).json()
        assert answer["counts"] == {"late": 1}
        (found,) = answer["deadlines"]
        assert (found["title"], found["title_zh"]) == ("issue of the notice", "出具处理通知书")
        assert (found["office"], found["division"], found["due_on"]) == ("agency", "520100", "2026-03-04")
        assert found["work"] == {"kind": "case", "key": str(case.pk), "title": BASIS.case_number}

    @pytest.mark.parametrize(
        ("asked", "count"), [({"state": "late"}, 1), ({"state": "met"}, 0), ({"office": "department"}, 0)]
    )
    def test_filters(self, office: OfficeDesk, client: Client, asked: dict[str, str], count: int) -> None:
        office.case()
        assert len(self.ask(client, GUIZHOU, **asked).json()["deadlines"]) == count

    @pytest.mark.parametrize(
        ("provinces", "asked", "status", "refusal"),
        [
            ((), {}, 403, "forbidden"),
            (("310000",), {}, 403, "forbidden"),
            ((GUIZHOU,), {"state": "soon"}, 400, "code_unknown"),
            ((GUIZHOU,), {"since": "1"}, 400, "unknown_field"),
        ],
    )
    def test_refuses(
        self, office: OfficeDesk, client: Client, provinces: tuple[str, ...], asked: dict[str, str], status: int,
        refusal: str,
    ) -> None:  # fmt: skip
        answer = self.ask(client, *provinces, **asked)
        assert (answer.status_code, answer.json()["code"]) == (status, refusal)

    def test_asks_for_a_token(self, office: OfficeDesk, client: Client) -> None:
        assert client.get("/api/v1/deadlines").status_code == 401
