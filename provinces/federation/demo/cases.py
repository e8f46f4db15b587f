"""The people and cases that the demonstration plays.

The outcomes are those of the bulletins of the National Healthcare Security Administration (September and
December 2025), as far as they state them: points, status, months, bar. People, institutions, case numbers and
dates are invented, since no bulletin gives them. One case more was published nowhere: 5 points in one province
and 5 in another, which no province by itself would act on.
"""

from dataclasses import dataclass
from datetime import date

INNER_MONGOLIA, LIAONING, SHANGHAI, CHONGQING, GUIZHOU = "150000", "210000", "310000", "500000", "520000"

PROVINCES = (INNER_MONGOLIA, LIAONING, CHONGQING, GUIZHOU, SHANGHAI)
"""Those that decide, and Shanghai, which only looks on."""

SHORT = {
    INNER_MONGOLIA: ("蒙", "NM"), LIAONING: ("辽", "LN"), CHONGQING: ("渝", "CQ"), GUIZHOU: ("黔", "GZ"),
    SHANGHAI: ("沪", "SH"),
}  # fmt: skip
"""The official abbreviations, Chinese and Latin."""

SERVICE_ON = date(2025, 9, 15)
"""The day of service the till is asked about, before and after: inside every term."""

FILED_ON = date(2025, 1, 1)

CODE_SYSTEM = "demo"


@dataclass(frozen=True, kw_only=True)
class Institution:
    """A designated institution; `kind` is a code of `registry.words.institutions`."""

    code: str
    name: str
    kind: str
    division: str

    @property
    def province(self) -> str:
        return self.division[:2] + "0000"


@dataclass(frozen=True, kw_only=True)
class Person:
    """An invented person, filed at these institutions; `category` is a code of `registry.words.persons`."""

    key: str
    name: str
    category: str
    filed_at: tuple[str, ...]

    @property
    def code(self) -> str:
        """The code under which provinces know the person."""
        return f"D-{self.key}"

    @property
    def document(self) -> str:
        """A passport: no resident ID number could be invented that might not be somebody's."""
        return f"DEMO{sum(ord(letter) * 131**place for place, letter in enumerate(self.key)) % 10**8:08d}"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Points for one person, as a province's office would hand them in."""

    person: str
    institution: str
    case_number: str
    legal_basis: str
    points: int
    degree: str
    decided_on: date
    notice_served_on: date
    reached: str = ""
    basis_kind: str = "penalty"
    measure: str = ""
    """What follows, as the notice says it, where it follows with the points of other provinces."""
    months: int | None = None
    """The length that the notice states, where the province's rules leave it to the decision."""


@dataclass(frozen=True, kw_only=True)
class Objection:
    """An objection to the first item of a case, and, once it is settled, the points after the change (arts. 41, 44)."""

    person: str
    institution: str
    case_number: str
    lodged_on: date
    settled_on: date | None = None
    points: int | None = None


@dataclass(frozen=True, kw_only=True)
class Act:
    """What one province decides at one time; or an objection that is lodged there, or settled."""

    province: str
    title: str
    decisions: tuple[Decision, ...] = ()
    objection: Objection | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """Whom it is about."""
        return (self.objection.person,) if self.objection else tuple(one.person for one in self.decisions)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What follows for one person: points of the year, status, months of suspension, years of the bar."""

    points: int
    status: str
    months: int | None = None
    bar_years: int | None = None


@dataclass(frozen=True, kw_only=True)
class Published:
    """The outcome a person must come to, and where it stands."""

    case: str
    person: str
    outcome: Outcome
    points_at_least: bool = False
    """The bulletin says that the year's points "reach" the number (G5)."""
    through: tuple[str, ...] = ()
    """Statuses on the way there, where it does not lead there at once."""


def _institution(code: str, name: str, kind: str, division: str) -> Institution:
    return Institution(code=code, name=name, kind=kind, division=division)


INSTITUTIONS = {
    institution.code: institution
    for institution in (
        _institution("H15040000001", "赤峰示例中医医院", "tcm_hospital", "150400"),
        _institution("H15090000001", "乌兰察布示例社区卫生服务站", "community_health_station", "150900"),
        _institution("H21040000001", "抚顺示例医院", "general_hospital", "210400"),
        _institution("H52020000001", "六盘水示例医院", "general_hospital", "520200"),
        _institution("H50015200001", "潼南示例村卫生室", "village_clinic", "500152"),
        _institution("H31010000001", "上海示例医院", "general_hospital", "310100"),
    )
}
CHIFENG, ULANQAB, FUSHUN, LIUPANSHUI, TONGNAN, SHANGHAI_HOSPITAL = INSTITUTIONS


def _person(key: str, name: str, category: str, *filed_at: str) -> Person:
    return Person(key=key, name=name, category=category, filed_at=filed_at)


# Named after the sexagenary cycle, so that nobody bears the name.
PEOPLE = {
    person.key: person
    for person in (
        _person("G1a", "某甲子", "medical", CHIFENG, SHANGHAI_HOSPITAL, FUSHUN),
        _person("G1b", "某乙丑", "medical", CHIFENG),
        _person("G1c", "某丙寅", "medical", CHIFENG),
        _person("G1d", "某丁卯", "technical", CHIFENG),
        _person("G1e", "某戊辰", "technical", CHIFENG, SHANGHAI_HOSPITAL),
        _person("G1f", "某己巳", "nursing", CHIFENG),
        _person("G2a", "某庚午", "medical", CHIFENG, LIUPANSHUI),
        _person("G2b", "某辛未", "nursing", CHIFENG),
        _person("G3", "某壬申", "medical", FUSHUN, SHANGHAI_HOSPITAL, CHIFENG),
        _person("G4a", "某癸酉", "medical", LIUPANSHUI, TONGNAN),
        _person("G4b", "某甲戌", "medical", LIUPANSHUI, SHANGHAI_HOSPITAL),
        _person("G5", "某乙亥", "medical", TONGNAN, LIUPANSHUI, SHANGHAI_HOSPITAL),
        _person("G6a", "某丙子", "nursing", ULANQAB, SHANGHAI_HOSPITAL),
        _person("G6b", "某丁丑", "medical", ULANQAB),
        _person("G6c", "某戊寅", "medical", ULANQAB, FUSHUN),
        _person("X", "某己卯", "medical", FUSHUN, LIUPANSHUI, SHANGHAI_HOSPITAL),
        _person("Y", "某庚辰", "medical", TONGNAN, CHIFENG, SHANGHAI_HOSPITAL),
    )
}


def _decision(
    person: str, institution: str, case_number: str, legal_basis: str, points: int, decided: tuple[int, int],
    *, degree: str = "principal", reached: str = "", measure: str = "", months: int | None = None,
) -> Decision:  # fmt: skip
    month, day = decided
    return Decision(
        person=person, institution=institution, case_number=case_number, legal_basis=legal_basis,
        points=points, degree=degree, reached=reached, measure=measure, months=months,
        decided_on=date(2025, month, day), notice_served_on=date(2025, month, day + 3),
    )  # fmt: skip


_FRAUD, _LOSS, _NAME_LENT = "regulation_40", "regulation_38", "claim_for_ineligible"
_G1, _G2 = ("G1a", "G1b", "G1c", "G1d", "G1e", "G1f"), ("G2a", "G2b")

ACTS = (
    Act(
        province=INNER_MONGOLIA,
        title="G1 G2 赤峰 Chifeng: forged reports, sham admissions",
        decisions=(
            *(_decision(person, CHIFENG, "NM-2025-001", _FRAUD, 12, (7, 10), reached="at_once") for person in _G1),
            *(_decision(person, CHIFENG, "NM-2025-001", _FRAUD, 10, (7, 10), degree="important") for person in _G2),
        ),
    ),
    Act(
        province=LIAONING,
        title="G3 抚顺 Fushun: induced sham care, swapped items",
        decisions=(_decision("G3", FUSHUN, "LN-2025-007", _FRAUD, 11, (7, 14), months=6),),
    ),
    Act(
        province=GUIZHOU,
        title="G4 六盘水 Liupanshui: invented services",
        decisions=(
            _decision("G4a", LIUPANSHUI, "GZ-2025-011", _FRAUD, 11, (7, 21)),
            _decision("G4b", LIUPANSHUI, "GZ-2025-011", _FRAUD, 10, (7, 21)),
        ),
    ),
    Act(
        province=CHONGQING,
        title="G5 潼南 Tongnan: drugs charged, not handed out",
        decisions=(_decision("G5", TONGNAN, "CQ-2025-003", _FRAUD, 10, (6, 20), months=3),),
    ),
    Act(
        province=CHONGQING,
        title="G5 潼南 Tongnan: trace codes scanned again",
        decisions=(_decision("G5", TONGNAN, "CQ-2025-019", _LOSS, 4, (8, 15)),),
    ),
    Act(
        province=INNER_MONGOLIA,
        title="G6 乌兰察布 Ulanqab: drugs bought back and resold",
        decisions=(
            _decision("G6a", ULANQAB, "NM-2025-014", _LOSS, 4, (7, 25), degree="general"),
            _decision("G6b", ULANQAB, "NM-2025-014", _LOSS, 5, (7, 25), degree="important"),
            _decision("G6c", ULANQAB, "NM-2025-014", _LOSS, 6, (7, 25)),
        ),
    ),
    Act(
        province=LIAONING,
        title="5 + 5 抚顺 Fushun: the first five",
        decisions=(_decision("X", FUSHUN, "LN-2025-021", _LOSS, 5, (8, 5), degree="important"),),
    ),
    Act(
        province=GUIZHOU,
        title="5 + 5 六盘水 Liupanshui: the second five",
        decisions=(
            _decision("X", LIUPANSHUI, "GZ-2025-030", _LOSS, 5, (8, 20), degree="important", measure="suspension"),
        ),
    ),
    Act(
        province=CHONGQING,
        title="9 → 8 潼南 Tongnan: a claim in one's own name for somebody suspended",
        decisions=(_decision("Y", TONGNAN, "CQ-2025-024", _NAME_LENT, 9, (9, 1), months=2),),
    ),
    Act(
        province=CHONGQING,
        title="9 → 8 异议申诉 objection lodged",
        objection=Objection(person="Y", institution=TONGNAN, case_number="CQ-2025-024", lodged_on=date(2025, 9, 10)),
    ),
    Act(
        province=CHONGQING,
        title="9 → 8 异议申诉 objection settled: eight points",
        objection=Objection(
            person="Y", institution=TONGNAN, case_number="CQ-2025-024",
            lodged_on=date(2025, 9, 10), settled_on=date(2025, 9, 26), points=8,
        ),
    ),
)  # fmt: skip


def _published(case: str, person: str, outcome: Outcome, *, at_least: bool = False, through: str = "") -> Published:
    return Published(
        case=case, person=person, outcome=outcome, points_at_least=at_least, through=(through,) if through else ()
    )


_TERMINATED_AT_ONCE = Outcome(points=12, status="terminated", bar_years=3)
_SUSPENDED_4 = Outcome(points=10, status="suspended", months=4)

EXPECTED = (
    *(_published("G1", person, _TERMINATED_AT_ONCE) for person in _G1),
    *(_published("G2", person, _SUSPENDED_4) for person in _G2),
    _published("G3", "G3", Outcome(points=11, status="suspended", months=6)),
    _published("G4", "G4a", Outcome(points=11, status="suspended", months=6)),
    _published("G4", "G4b", Outcome(points=10, status="suspended", months=3)),
    _published("G5", "G5", Outcome(points=12, status="terminated", bar_years=1), at_least=True),
    _published("G6", "G6a", Outcome(points=4, status="normal")),
    _published("G6", "G6b", Outcome(points=5, status="normal")),
    _published("G6", "G6c", Outcome(points=6, status="normal")),
    # No bulletin: ten points of a calendar year, added up across provinces (arts. 26, 28, 29 of the national
    # procedure); the months are those of Guizhou, whose decision passed the threshold.
    _published("5+5", "X", Outcome(points=10, status="suspended", months=3)),
    # No bulletin: a suspension by nine points that an objection lowers to eight (art. 44).
    _published("9→8", "Y", Outcome(points=8, status="normal"), through="suspended"),
)
