"""What a province says of the time before 9 points: from which sum on, which duties (art. 36)."""

from dataclasses import dataclass

from registry.packs.parameters import Group, parameter
from registry.packs.readers import Reader, distinct, read_list, read_tables, whole
from registry.words.early_duties import EarlyDuty
from registry.words.wording import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyMeasure:
    """A step below the 9 points that suspend: from which sum on, and what is to be done about the person (art. 36)."""

    from_points: int
    duties: tuple[EarlyDuty, ...]


def _read(value: object) -> tuple[EarlyMeasure, ...]:
    """Read the steps below 9 in rising order, each with its duties."""
    found: list[EarlyMeasure] = []
    for table in read_tables(value, {"from_points", "duties"}):
        from_points = whole(1, 8).read(table["from_points"])
        if found and found[-1].from_points >= from_points:
            raise ValueError
        duties = tuple(EarlyDuty(each) for each in read_list(table["duties"]))
        if not duties:
            raise ValueError
        found.append(EarlyMeasure(from_points=from_points, duties=distinct(duties, duties)))
    return tuple(found)


MEASURES = Reader(
    _read,
    Phrase(
        "a list of tables with from_points from 1 to 8, rising, and duties: " + ", ".join(EarlyDuty),
        "由表组成的列表，各表含1至8、逐项递增的 from_points 和 duties：" + "、".join(EarlyDuty),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyRules(Group):
    """The steps below 9 points, in rising order (art. 36)."""

    early_measures: tuple[EarlyMeasure, ...] = parameter(
        "early_measures", MEASURES, default=(), article="医保办发〔2024〕34号 art. 36"
    )
