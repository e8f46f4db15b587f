"""Rule packs: what provinces publish, as their data files hold it; versions, and the national default."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from registry.packs.format import NOT_FOUND
from registry.packs.pack import NATIONAL_DEFAULT
from registry.parameters import FORMAT, parse_pack, read_file
from registry.payment.rules.payment_rules import PaymentRules, PublicityRules, Straddle
from registry.qualification.rules.filing_rules import FilingRules
from registry.qualification.rules.objection_rules import ObjectionRules
from registry.qualification.rules.phase_in_rules import PhaseInRules
from registry.qualification.rules.repair_rules import RepairRules
from registry.qualification.rules.scoring_rules import ActsOfOneType, ConductRules, ScoringRules
from registry.qualification.rules.term_rules import TermRules, TermStarts
from registry.statistics.rules.ratio_rules import RatioRules
from registry.words import divisions
from registry.words.persons import PharmacyRole
from tests.registry.qualification.rules.documents import document, leaf
from tests.registry.qualification.rules.making import PACK_FILES, day, provincial_packs


@pytest.mark.parametrize("path", PACK_FILES, ids=lambda path: path.stem)
def test_data_file(path: Path) -> None:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    pack = read_file(document)
    assert pack.division == path.stem[:6]
    assert divisions.is_province(pack.division) or pack.division == divisions.NATIONAL
    assert pack.title
    assert document["examples"], "every file shows what follows under it"
    assert parse_pack(json.loads(json.dumps(pack.as_document()))) == pack


def test_every_division_has_a_data_file() -> None:
    assert {path.stem for path in PACK_FILES} == {*divisions.PROVINCES, divisions.NATIONAL}


@pytest.mark.parametrize(
    ("division", "name", "value"),
    [
        pytest.param("150000", "months.10", 4, id="G2 Inner Mongolia"),
        pytest.param("210000", "months.single.11", [3, 6], id="G3, P9 Liaoning: in one score"),
        pytest.param("210000", "months.single.9", [3, 6], id="P8 Liaoning: in one score"),
        pytest.param("210000", "months.accumulated.11", [1, 3], id="P7 Liaoning: accumulated"),
        pytest.param("520000", "months.11", 6, id="G4a Guizhou"),
        pytest.param("520000", "months.10", 3, id="G4b Guizhou"),
        pytest.param("310000", "months.11", 6, id="N5 Shanghai"),
        pytest.param("120000", "repair.points_per_year", 4, id="P10 Tianjin: at most four"),
        pytest.param("120000", "repair.moves_status", True, id="P10 Tianjin: the status is adjusted"),
        pytest.param("120000", "early_measures", [{"from_points": 6, "duties": ["talk", "key_supervision"]}],
                     id="Tianjin: from 6 points on"),
        pytest.param("460000", "points_shown_at_most", 12, id="P12 Hainan"),
        pytest.param("350000", "penalty_bands", ["4_6", "10_12"], id="P13 Fujian"),
        pytest.param("430000", "earliest_conduct_on", day("2025-01-01"), id="Hunan"),
        pytest.param("110000", "pharmacy_roles", ["head", "service_staff"], id="Beijing"),
        pytest.param("310000", "pharmacy_roles", ["head", "pharmacist"], id="Shanghai"),
    ],
)  # fmt: skip
def test_published_value_and_its_source(division: str, name: str, value: Any) -> None:
    pack = provincial_packs().for_(division, day("2025-06-21"))
    assert FORMAT.read_value(name, pack.stated[name].value) == FORMAT.read_value(name, value)
    assert pack.stated[name].source.strip()


def test_what_no_text_was_found_for_says_so() -> None:
    chongqing = provincial_packs().for_("500000", day("2025-06-21"))
    assert chongqing.division == "500000"
    effective = FORMAT.effective(chongqing)
    assert {each.name for each in effective} == set(FORMAT.parameters)
    assert {each.source for each in effective} == {NOT_FOUND}


def test_only_what_a_text_says_is_set() -> None:
    stated = {
        path.stem: set(pack.stated)
        for path in PACK_FILES
        if (pack := parse_pack(tomllib.loads(path.read_text(encoding="utf-8"))))
    }
    assert {division: names for division, names in stated.items() if names} == {
        "000000": {"restoration.lead_working_days", "restoration.assessment_working_days"},
        "110000": {"pharmacy_roles"},
        "120000": {"early_measures", "repair.acts", "repair.moves_status", "repair.points_per_year"},
        "150000": {"months.10"},
        "210000": {"early_measures", "pharmacy_roles"}
        | {f"months.{reached}.{points}" for reached in ("single", "accumulated") for points in (9, 10, 11)},
        "310000": {"months.11", "pharmacy_roles"},
        "350000": {"penalty_bands", "pharmacy_roles"},
        "430000": {"earliest_conduct_on", "pharmacy_roles"},
        "440000": {"phase_in_groups"},
        "460000": {"pharmacy_roles", "points_shown_at_most"},
        "520000": {"months.10", "months.11"},
    }


DAYS = {
    "120000": ("2025-03-01", None), "210000": ("2025-04-10", None), "220000": ("2025-02-27", None),
    "350000": ("2025-03-01", None), "420000": ("2025-04-01", None), "430000": ("2025-03-01", "2027-03-01"),
    "460000": ("2025-04-01", "2028-04-01"), "510000": ("2025-03-26", None), "620000": ("2025-03-01", None),
}  # fmt: skip


@pytest.mark.parametrize(("division", "days"), DAYS.items())
def test_first_day_and_expiry_of_an_instrument(division: str, days: tuple[str, str | None]) -> None:
    pack = provincial_packs().for_(division, day("2025-06-21"))
    assert (pack.division, str(pack.valid_from)) == (division, days[0])
    assert (pack.valid_until and str(pack.valid_until)) == days[1]


def test_every_statement_holds_what_a_statement_may() -> None:
    sizes = {
        path.stem: len(json.dumps(pack.as_document(), ensure_ascii=False).encode())
        for path in PACK_FILES
        if (pack := parse_pack(tomllib.loads(path.read_text(encoding="utf-8"))))
    }
    assert max(sizes.values()) < 12 * 1024, "16 KiB, with room for the statement around it"


def test_what_a_county_pilots_is_not_the_provinces() -> None:
    hunan = provincial_packs().for_("430000", day("2025-06-21"))
    assert (hunan[TermRules].months, hunan[TermRules].term_starts, hunan[PublicityRules].publicity) == (
        {},
        TermStarts.NOTICE_SERVED_ON,
        "institution",
    )
    henan = provincial_packs().for_("410000", day("2025-06-21"))
    assert henan[FilingRules].pharmacy_roles == {PharmacyRole.HEAD}, "P18 is not confirmed"


def test_national_default() -> None:
    assert NATIONAL_DEFAULT[TermRules].months == {}, "O41: no national text gives months"
    assert NATIONAL_DEFAULT[TermRules].months_for(9, single=True) is None
    assert NATIONAL_DEFAULT[TermRules].term_starts is TermStarts.NOTICE_SERVED_ON
    assert NATIONAL_DEFAULT[ConductRules].earliest_conduct_on is None
    assert NATIONAL_DEFAULT[ObjectionRules].stays_effect is False
    assert NATIONAL_DEFAULT[PaymentRules].straddle is Straddle.BY_SERVICE_DATE
    assert (NATIONAL_DEFAULT[RepairRules].points_per_year, NATIONAL_DEFAULT[RepairRules].moves_status) == (None, False)
    assert NATIONAL_DEFAULT[ScoringRules].acts_of_one_type is ActsOfOneType.EACH, "O38: not limited"
    assert (NATIONAL_DEFAULT[FilingRules].backdating_days, NATIONAL_DEFAULT[ScoringRules].points_shown_at_most) == (
        None,
        None,
    )
    assert NATIONAL_DEFAULT.valid_until is None
    assert NATIONAL_DEFAULT[RepairRules].excludes_at_once is True
    assert NATIONAL_DEFAULT[FilingRules].pharmacy_roles == {PharmacyRole.HEAD}
    assert NATIONAL_DEFAULT[PhaseInRules].by_category == {}, "covered from ever"
    assert NATIONAL_DEFAULT[RatioRules].denominator == "filed_ever_in_year"
    assert NATIONAL_DEFAULT[PublicityRules].publicity == "institution"
    assert {band: list(points.values()) for band, points in NATIONAL_DEFAULT[ScoringRules].degree_points.items()} == {
        "1_3": [1, 2, 3], "4_6": [4, 5, 6], "7_9": [7, 8, 9], "10_12": [10, 11, 12],
    }  # fmt: skip


@pytest.mark.parametrize(("most", "total", "shown"), [(None, 14, 14), (12, 14, 12), (12, 12, 12), (12, 3, 3)])
def test_sum_shown(most: int | None, total: int, shown: int) -> None:
    pack = parse_pack(document({} if most is None else {"points_shown_at_most": leaf(most)}))
    assert pack[ScoringRules].shown(total) == shown


def test_data_files_name_no_address_of_a_machine() -> None:
    for path in PACK_FILES:
        assert not re.search(r"https?://|/home/|/work/", path.read_text(encoding="utf-8"))
