"""Notices and their receipts, stated measures, objections, settlements and repairs of people as the rules read them:
one query for all of these kinds.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from registry.codes.measures import MeasureKind
from registry.codes.remedies import ObjectionOutcome
from registry.rules import facts as rules
from registry.rules.dates import law_day
from registry.statements.facts import IN_FORCE

_QUERY = """
WITH objected AS MATERIALIZED (
  SELECT o.statement_id, d.person_id, o.decision_id AS target, o.lodged_on
    FROM registry_objection o JOIN registry_decision d ON d.statement_id = o.decision_id
   WHERE d.person_id = ANY(%(people)s)
   UNION ALL
  SELECT o.statement_id, c.person_id, o.cascade_id, o.lodged_on
    FROM registry_objection o JOIN registry_cascade c ON c.statement_id = o.cascade_id
   WHERE c.person_id = ANY(%(people)s)
), said AS (
  SELECT 'notices' AS kind, d.person_id AS person, n.statement_id AS fact, n.decision_id AS about,
         n.issued_on AS day, n.served_on AS other_day, NULL::text AS word, NULL::int AS points, NULL::int AS months,
         NULL::int AS year, NULL::text AS author
    FROM registry_noticeserved n JOIN registry_decision d ON d.statement_id = n.decision_id
   WHERE d.person_id = ANY(%(people)s)
   UNION ALL
  SELECT 'receipts', d.person_id, r.statement_id, r.decision_id, r.received_on, NULL, NULL, NULL, NULL, NULL, NULL
    FROM registry_noticereceived r JOIN registry_decision d ON d.statement_id = r.decision_id
   WHERE d.person_id = ANY(%(people)s)
   UNION ALL
  SELECT 'stated', d.person_id, m.statement_id, m.decision_id, m.starts_on, NULL, m.kind, NULL, m.months, NULL, m.author
    FROM registry_statedmeasure m JOIN registry_decision d ON d.statement_id = m.decision_id
   WHERE d.person_id = ANY(%(people)s)
   UNION ALL
  SELECT 'objections', person_id, statement_id, target, lodged_on, NULL, NULL, NULL, NULL, NULL, NULL FROM objected
   UNION ALL
  SELECT 'settlements', o.person_id, s.statement_id, s.objection_id, s.settled_on, NULL, s.outcome, s.points,
         s.suspension_months, NULL, NULL
    FROM registry_objectionsettlement s JOIN objected o ON o.statement_id = s.objection_id
   UNION ALL
  SELECT 'repairs', r.person_id, r.statement_id, NULL, r.granted_on, NULL, r.act, r.points, r.months, r.year, r.author
    FROM registry_repair r WHERE r.person_id = ANY(%(people)s)
)
SELECT kind, person, fact, about, day, other_day, word, points, months, year, said.author, s.issued_at, e.position
  FROM said JOIN sync_statement s ON s.id = said.fact AND s.status = ANY(%(in_force)s)
  LEFT JOIN sync_logentry e ON e.statement_id = said.fact
"""

type Row = tuple[Any, ...]


def of_people(people: list[str]) -> Iterable[tuple[str, str, Any]]:
    """Yield kind (as `Facts` names it), person and fact."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, {"people": people, "in_force": [status.value for status in IN_FORCE]})
        found = cursor.fetchall()
    for kind, person, *row in found:
        yield kind, person, _MAKE[kind](tuple(row))


def _notice(row: Row) -> rules.NoticeServed:
    fact, decision, issued_on, served_on, *_, position = row
    return rules.NoticeServed(
        id=str(fact), decision=str(decision), issued_on=issued_on, served_on=served_on, position=position
    )


def _receipt(row: Row) -> rules.NoticeReceived:
    fact, decision, received_on, *_, position = row
    return rules.NoticeReceived(id=str(fact), decision=str(decision), received_on=received_on, position=position)


def _stated(row: Row) -> rules.MeasureStated:
    fact, decision, starts_on, _, kind, _, months, _, author, signed_at, position = row
    return rules.MeasureStated(
        id=str(fact),
        author=author,
        decision=str(decision),
        kind=MeasureKind(kind),
        starts_on=starts_on,
        months=months,
        signed_on=law_day(signed_at),
        position=position,
    )


def _objection(row: Row) -> rules.Objection:
    fact, target, lodged_on, *_, position = row
    return rules.Objection(id=str(fact), target=str(target), lodged_on=lodged_on, position=position)


def _settlement(row: Row) -> rules.Settlement:
    fact, objection, settled_on, _, outcome, points, months, _, _, signed_at, position = row
    return rules.Settlement(
        id=str(fact),
        objection=str(objection),
        outcome=ObjectionOutcome(outcome),
        settled_on=settled_on,
        points=points,
        suspension_months=months,
        signed_on=law_day(signed_at),
        position=position,
    )


def _repair(row: Row) -> rules.Repair:
    fact, _, granted_on, _, act, points, months, year, author, _, position = row
    return rules.Repair(
        id=str(fact),
        author=author,
        year=year,
        points=points,
        months=months,
        granted_on=granted_on,
        act=act,
        position=position,
    )


_MAKE = {
    "notices": _notice,
    "receipts": _receipt,
    "stated": _stated,
    "objections": _objection,
    "settlements": _settlement,
    "repairs": _repair,
}
