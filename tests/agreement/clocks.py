"""One clock: what a desk counts of a decision is what the file of the person counts (arts. 31, 33, 41)."""

from datetime import date

from provinces.cases.models import CaseItem
from provinces.notices.models import Notice
from provinces.office.clocks import day_of
from provinces.office.kinds import clocks_of
from registry.qualification.rules.deadlines import deadlines_of
from registry.qualification.selectors.kinship import kinship
from registry.words.deadlines import DeadlineName
from tests.agreement.world import Differs

DONE = (DeadlineName.NOTICE_ISSUE, DeadlineName.NOTICE_DELIVERY)
COUNTED = (*DONE, DeadlineName.OBJECTION, DeadlineName.OBJECTION_BY_PERSON)
"""What runs of a decision by what the log says. Of a window the desk says how long it is open, not what came in it."""


def clocks_agree(today: date) -> int:
    """See that desk and file count every deadline of a decision from the same day; return how many were compared."""
    compared = 0
    day = day_of(today)
    for item in CaseItem.objects.exclude(decision_id=None).select_related("case"):
        whole = kinship([item.person_id])
        facts = whole.united(item.person_id)
        if any(stated.decision == str(item.decision_id) for stated in facts.stated):
            continue  # its own notice is this office's record
        found = deadlines_of(facts, whole.timeline(item.person_id), whole.packs, day.calendar)
        file = {
            (each.name, each.starts_on, each.due_on, each.done_on if each.name in DONE else None)
            for each in found
            if each.fact == str(item.decision_id)
        }
        for clock in clocks_of(item, today):
            deadline, work = clock.deadline, clock.work
            if deadline.name not in COUNTED:
                continue
            if isinstance(work, Notice) and work.corrects is not None and not work.is_served:
                continue  # the log hears of a correction when it is served
            said = (deadline.name, deadline.starts_on, deadline.due_on, deadline.done_on)
            if said not in file:
                raise Differs(f"the desk says {said}, the file {sorted(map(str, file))} ")
            compared += 1
    return compared
