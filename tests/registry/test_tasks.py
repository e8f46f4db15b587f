"""The clock: every entry of every role names a task that is there, and national's search proposes once."""

import importlib
from typing import Any

import pytest
from celery import Task
from django.utils.module_loading import import_string

from registry import tasks
from registry.people.models import MergeProposal
from registry.people.services import identities, merge_proposals
from tests.registry.people.people import NOW, code, has_papers, passport, resident

ENTRIES = [
    pytest.param(entry, id=f"{role}: {name}")
    for role in ("national", "province")
    for name, entry in importlib.import_module(f"registry.conf.{role}").BEAT_SCHEDULE.items()
]


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_schedule_names_a_task(entry: dict[str, Any]) -> None:
    task = import_string(entry["task"])
    assert isinstance(task, Task)
    assert task.name == entry["task"]


def test_only_national_looks_for_duplicates() -> None:
    scheduled = {
        role: [each["task"] for each in importlib.import_module(f"registry.conf.{role}").BEAT_SCHEDULE.values()]
        for role in ("national", "province")
    }
    name = tasks.find_duplicates.name
    assert (scheduled["national"].count(name), scheduled["province"].count(name)) == (1, 0)


@pytest.mark.django_db
def test_a_search_that_runs_twice_proposes_once(national: None, caplog: pytest.LogCaptureFixture) -> None:
    identities.issue([resident()], asked_by="310000", acting="test", now=NOW)
    (twin,) = identities.issue([code()], asked_by="310000", acting="test", now=NOW)
    has_papers(twin.lifelong_id, passport())
    with caplog.at_level("INFO", logger=merge_proposals.__name__):
        assert [tasks.find_duplicates(), tasks.find_duplicates()] == [1, 0]
    assert MergeProposal.objects.count() == 1
    told = [record.getMessage() for record in caplog.records if record.name == merge_proposals.__name__]
    assert told == [f"{count} pairs found that may be one person, asked by schedule" for count in (1, 0)]
