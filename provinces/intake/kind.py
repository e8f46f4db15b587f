"""What a kind of intake file is: its columns, and how a row becomes statements, unless what it says is known already.

Known is decided by content, never by remembering files or row numbers: the same penalty may come in a second file, from
a form, or twice in one file. Rows that are about the same thing have the same *key*; a row is a duplicate when a fact
with its key is in force and says the same.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from provinces.files.cells import Cells, Column
from registry.words.written import writings
from sync import topics
from sync.models import Outcome
from sync.outbox import Draft
from sync.wire.refusals import NotAccepted, Reason

type Key = tuple[Hashable, ...]
type Body = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row that could be read, and the lifelong ID of the person it is about, where it is about one."""

    number: int
    cells: Cells
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A fact in force: its statement, what it says, and what has ended it since."""

    statement: UUID
    seq: int
    body: Body
    person: str = ""
    ends: "tuple[Known, ...]" = ()
    written: tuple[str, ...] = ()
    """How it is written what it is named by: rows that name it by another writing are held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a row."""

    outcome: Outcome
    reason: Reason | None = None
    person: str = ""
    statement: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """The statements that a row makes: all of them or none. `then` needs the id of the first."""

    first: tuple[Draft, ...]
    person: str = ""
    then: Callable[[UUID], Draft] | None = None
    instead: Callable[[Reason], "Saying | None"] = lambda reason: None
    """What to say when the first is refused for a reason that another wording answers."""


type Plan = Answer | Saying


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """How a row writes what it names that was said before: columns and texts, in the order of `Known.written`."""

    columns: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def naming(*columns: str) -> Callable[[ReadRow], Named]:
    """Return what reads how rows write what they name; a row that fills none of the columns names nothing."""

    def named(read_row: ReadRow) -> Named:
        texts = tuple("" if (cell := read_row.cells[column]) is None else str(cell) for column in columns)
        return Named(columns=columns, texts=texts) if any(texts) else Named()

    return named


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of intake file whose rows become statements of this province."""

    name: str
    columns: tuple[Column, ...]
    about_person: bool
    """Whether the columns person, system and code say whom a row is about."""
    check: Callable[[Cells], None]
    """Refuses what no single cell shows, such as dates in the wrong order. Raises Refused."""
    key: Callable[[ReadRow], Key]
    known: Callable[[str, Sequence[ReadRow]], Mapping[Key, Sequence[Known]]]
    """Division of this node, rows -> its facts in force with their keys."""
    plan: Callable[[ReadRow, Sequence[Known]], Plan]
    says: tuple[str, ...]
    """The topics of the statements that its rows become."""
    named: Callable[[ReadRow], Named] = lambda read_row: Named()
    """How a row writes what it names; nothing, where it names nothing that was said before."""

    @property
    def binds(self) -> bool:
        """Return whether its rows bind somebody: then a file of them is proposed, and approved by another account."""
        return any(topic.binds for name in self.says if (topic := topics.find(name)))

    def planned(self, read_row: ReadRow, known: Sequence[Known]) -> Plan:
        """Return the plan of a row; one that names what is known in another writing only is held for a human."""
        named = self.named(read_row)
        if not named.texts or not known:
            return self.plan(read_row, known)
        alike = [each for each in known if each.written == named.texts]
        if alike:
            return self.plan(read_row, alike)
        other = writings.otherwise(named.columns, named.texts, known[-1].written)
        return Answer(outcome=Outcome.HELD, reason=other.reason, person=read_row.person)


def nothing_more(cells: Cells) -> None:
    """Check nothing beyond the single cells."""


def duplicate(known: Known) -> Answer:
    """Return the answer to a row whose content is known."""
    return Answer(outcome=Outcome.DUPLICATE, person=known.person, statement=known.statement)


def same(topic: str, body: Body, known: Iterable[Known]) -> Known | None:
    """Return the fact that says the same as a body, as the topic reads both."""
    candidates = list(known)
    found = topics.find(topic)
    if not candidates or found is None:
        return None
    try:
        value = found.handler.parse(body)
    except NotAccepted:
        return None  # whoever signs it refuses it, with the reason
    return next((each for each in candidates if found.handler.parse(each.body) == value), None)


def once(topic: str, body: Callable[[ReadRow], Body]) -> Callable[[ReadRow, Sequence[Known]], Plan]:
    """Return the plan of a kind whose row is one statement: say it, unless it is known."""

    def plan(read_row: ReadRow, known: Sequence[Known]) -> Plan:
        said = dict(body(read_row))
        if found := same(topic, said, known):
            return duplicate(found)
        return Saying(first=(Draft(topic=topic, body=said),))

    return plan
