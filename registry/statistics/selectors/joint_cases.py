"""Joint cases: measures of a year that rest on decisions of several provinces. Computed, never stored."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection

from registry.packs.book import PackBook
from registry.qualification.rules import points
from registry.qualification.rules.facts import Decision, Facts
from registry.qualification.rules.joint import JointCase, joint_cases
from registry.qualification.selectors.kinship import kinship

MOST = 200
"""People in one page."""

_CANDIDATES = """
SELECT DISTINCT m.person_id FROM registry_measure m
 WHERE m.year = %(year)s AND m.person_id > %(after)s
   AND EXISTS (SELECT FROM registry_decision d
                WHERE d.person_id = m.person_id AND d.author <> m.author
                  AND d.decided_on >= make_date(%(year)s, 1, 1) AND d.decided_on < make_date(%(year)s + 1, 1, 1))
   AND (%(provinces)s::text[] IS NULL OR EXISTS (
         SELECT FROM registry_decision d
          WHERE d.person_id = m.person_id AND d.author = ANY(%(provinces)s)
            AND d.decided_on >= make_date(%(year)s, 1, 1) AND d.decided_on < make_date(%(year)s + 1, 1, 1)))
 ORDER BY m.person_id LIMIT %(limit)s
"""
"""A measure is stored with the author of its decision: another author's decision of the year makes it a candidate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """A joint case, whom it is about, and the decisions whose points it counts, in legal order."""

    person: str
    case: JointCase
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Joint cases of some people, and the ID to come back with; empty at the end."""

    cases: tuple[Concerned, ...]
    after: str


def page(year: int, provinces: Collection[str] | None, *, after: str = "", limit: int = MOST) -> Page:
    """Return the joint cases of a year in which one of the provinces has points (None: all), by lifelong ID."""
    people = _candidates(year, provinces, after, limit)
    whole = kinship(people)
    found = (case for one in people for case in _of(whole.survivor(one), whole.united(one), whole.packs, year))
    # Of somebody who was merged more than one ID may be a candidate.
    cases = list({(each.person, each.case.decision): each for each in found}.values())
    if provinces is not None:
        cases = [each for each in cases if not set(provinces).isdisjoint(each.case.authors)]
    return Page(cases=tuple(cases), after=people[-1] if len(people) == limit else "")


def _candidates(year: int, provinces: Collection[str] | None, after: str, limit: int) -> Sequence[str]:
    asked: dict[str, int | str | list[str] | None] = {
        "year": year, "after": after, "limit": limit, "provinces": None if provinces is None else sorted(provinces),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, asked)
        return [person for (person,) in cursor.fetchall()]


def _of(person: str, facts: Facts, packs: PackBook, year: int) -> list[Concerned]:
    of_year = [decision for decision in points.in_force(facts) if decision.decided_on.year == year]
    found = []
    for case in joint_cases(facts, packs):
        if case.year == year:
            last = next(at for at, decision in enumerate(of_year) if decision.id == case.decision)
            found.append(Concerned(person=person, case=case, decisions=tuple(of_year[: last + 1])))
    return found
