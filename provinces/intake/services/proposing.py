"""Files whose rows bind somebody: rehearsed by one account, approved by another, and carried out as they were shown.

The rehearsal answers every row as if the file were taken in, in one transaction that is rolled back. What it answered
is the row report that the approver sees, and only what was shown as accepted can be accepted later, from the content
that was read then. What became known meanwhile is a duplicate, as always.
"""

import json
import zlib
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import datetime
from itertools import batched
from pathlib import Path

from django.db import transaction

from provinces.files import report
from provinces.files.models import IntakeContent, IntakeFile
from provinces.files.reader import Record
from provinces.intake import selectors
from provinces.intake.kind import Answer
from provinces.intake.kinds import STATEMENT_KINDS
from provinces.intake.services import intake_statements, runs
from provinces.intake.services.asking import Client, Enquiry
from provinces.intake.services.intake_statements import Answers, Clerk
from provinces.intake.services.runs import BATCH, Clock, OnProgress, Progress, Source, Taken
from provinces.office import selectors as office_selectors
from provinces.office.codes import Duty
from provinces.office.services.officers import PERMISSIONS
from registry.vault.services import seals
from sync import admission, matters, proposals
from sync.matters import Matter, Shown
from sync.models import Outcome, Proposal, Statement
from sync.wire.refusals import Reason, Refused

FILE = "intake_file"


def must_handle(acting: str) -> None:
    """Refuse who has no active account here, or does not handle cases. Raises Refused."""
    if not proposals.account(acting).has_perm(PERMISSIONS[Duty.HANDLE]):
        raise Refused.because("right_missing", "acting", name=acting)


def propose(
    kind: str,
    source: Source,
    *,
    acting: str,
    clock: Clock,
    national: Client | None,
    on_progress: OnProgress = lambda progress: None,
) -> Taken:
    """Rehearse a file and propose it with the answers to its rows, unless none of them says anything new.

    Raises Refused: proposal_waits and others.
    """
    records = list(source.records)
    enquiry = Enquiry(national, division=office_selectors.own_division(), clock=clock)
    answers = _rehearse(kind, source, records, enquiry, clock(), on_progress)
    states = any(answer.outcome in (Outcome.ACCEPTED, Outcome.HELD) for answer in answers.values())
    with transaction.atomic():
        file = runs.begin(kind, source, acting=acting, now=clock(), rehearsed=states)
        if not states:  # all of it is known or refused: there is nothing to approve
            runs.store(file, answers)
            runs.finish(file, clock())
            return Taken(file=file, resumed=False)
        IntakeContent.objects.create(file=file, sealed=_sealed(source, records))
        runs.store(file, answers)
        runs.finish(file, clock())
        key = f"{kind} {source.digest.hex()}"
        proposal = matters.put(FILE, key, content={"file": file.pk}, acting=acting, now=clock())
    return Taken(file=file, resumed=False, proposal=proposal)


def _rehearse(
    kind: str, source: Source, records: list[Record], enquiry: Enquiry, now: datetime, on_progress: OnProgress
) -> Answers:
    """Return what would become of each row. National is asked before anything is locked."""
    answers: Answers = {}
    batches = []
    for batch in batched(records, BATCH):
        rows, unread = runs.rows_of(source, batch)
        read_rows, more = intake_statements.read(STATEMENT_KINDS[kind], rows, enquiry)
        answers |= unread | more
        batches.append(read_rows)
    clerk = Clerk(STATEMENT_KINDS[kind], author=enquiry.division, rehearsed=True)
    with transaction.atomic():
        admission.lock_nodes([clerk.author])
        for at, read_rows in enumerate(batches, start=1):
            answers |= clerk.answer(read_rows, now=now)
            on_progress(Progress(done=min(at * BATCH, source.rows), rows=source.rows))
        transaction.set_rollback(True)
    said = [each.statement for each in answers.values() if each.statement]
    known = set(Statement.objects.filter(pk__in=said).values_list("pk", flat=True))
    # What was rehearsed is no statement.
    return {
        number: replace(each, statement=each.statement if each.statement in known else None)
        for number, each in answers.items()
    }


def _sealed(source: Source, records: list[Record]) -> bytes:
    """Return columns and rows, encrypted: rows may carry names."""
    rows = [
        [each.number, each.line, list(each.cells), None if each.refused is None else _members(each.refused)]
        for each in records
    ]
    text = json.dumps({"columns": list(source.columns), "rows": rows}, ensure_ascii=False)
    return seals.seal(b64encode(zlib.compress(text.encode(errors="surrogatepass"))).decode())


def _members(why: Reason) -> list[str]:
    return [why.code, why.field, why.sentence, why.sentence_zh]


def unsealed(file: IntakeFile) -> Source:
    """Return what was read. Raises VaultSealBroken."""
    packed = b64decode(seals.open_sealed(bytes(file.content.sealed)))
    content = json.loads(zlib.decompress(packed).decode(errors="surrogatepass"))
    records = []
    for number, line, cells, why in content["rows"]:
        refused = Reason(**dict(zip(("code", "field", "sentence", "sentence_zh"), why, strict=True))) if why else None
        records.append(Record(number=number, line=line, cells=tuple(cells), refused=refused))
    return Source(
        name=file.name,
        digest=bytes(file.digest),
        read_as=file.read_as,
        rows=file.rows_in,
        columns=content["columns"],
        records=records,
    )


def _shows(proposal: Proposal) -> Shown:
    """Return the file with its counts, the reasons why rows are not taken, and the digest of all answers."""
    file = IntakeFile.objects.get(pk=proposal.content["file"])
    return {
        "kind": file.kind,
        "name": file.name,
        "digest": bytes(file.digest).hex(),
        "read_as": file.read_as,
        "rows_in": file.rows_in,
        **{each.value: getattr(file, each.value) for each in Outcome},
        "codes": selectors.reasons(file),
        "answers": selectors.digest_of_answers(file),
    }


def _carry_out(proposal: Proposal, now: datetime) -> Taken:
    """State what was shown as to be stated; a run that was broken off goes on."""
    file = IntakeFile.objects.get(pk=proposal.content["file"])
    shown = {
        row.number: Answer(
            outcome=Outcome(row.outcome),
            reason=Reason(code=row.code, field=row.field, sentence=row.sentence, sentence_zh=row.sentence_zh),
            person=row.person,
            statement=row.statement_id,
        )
        for row in file.rows.iterator(chunk_size=2000)
    }
    # Nobody is asked of national now: whom a code meant was learnt, and kept, when the file was rehearsed.
    return runs.run(
        file.kind,
        unsealed(file),
        acting=file.acting,
        clock=lambda: now,
        national=None,
        proposal=proposal,
        shown=shown,
    )


def _report(proposal: Proposal, place: Path) -> None:
    """Write the row report of what was carried out. Raises OSError."""
    file = IntakeFile.objects.get(proposal=proposal)
    report.write(place, selectors.lines(file), selectors.counts(file))


MATTERS = (
    Matter(
        name=FILE,
        title_en="file of cases",
        title_zh="案件文件",
        proposes=(PERMISSIONS[Duty.HANDLE],),
        approves=(PERMISSIONS[Duty.APPROVE],),
        shows=_shows,
        carry_out=_carry_out,
        at_once=False,
        report=_report,
    ),
)
