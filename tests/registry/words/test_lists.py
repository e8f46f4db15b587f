"""The code lists: complete, titled, and of one form."""

import csv
import re
from pathlib import Path

import pytest

from registry.payment import codes as payability
from registry.words import (
    bases,
    code,
    deadlines,
    degrees,
    divisions,
    institutions,
    measures,
    persons,
    remedies,
    statuses,
)

CODE_LISTS = [
    statuses.Status,
    bases.BasisKind,
    degrees.Degree,
    degrees.Ground,
    degrees.Reached,
    degrees.LeftOutBecause,
    measures.MeasureKind,
    measures.Mode,
    measures.ReasonKind,
    measures.RatioMeasure,
    remedies.ObjectionBy,
    remedies.ObjectionOutcome,
    remedies.CommitmentForm,
    remedies.CancellationReason,
    deadlines.DeadlineName,
    deadlines.DeadlineState,
    institutions.InstitutionGroup,
    institutions.InstitutionKind,
    persons.DocumentKind,
    persons.Category,
    persons.PharmacyRole,
    payability.Verdict,
    payability.Reason,
    payability.ClaimRole,
    payability.Prescription,
    payability.DecidesAs,
]
PUBLISHED = Path("shared", "data", "china-divisions", "provinces.csv")


@pytest.mark.parametrize("code_list", CODE_LISTS, ids=lambda code_list: code_list.__name__)
def test_codes_are_lower_snake_and_carry_both_titles(code_list: type[code.Code]) -> None:
    for member in code_list:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", member.value)
        assert member.name.lower() == member.value
        assert re.search(r"[\u4e00-\u9fff]", member.title_zh)
        assert member.title_en
        assert code_list(member.value) is member


@pytest.mark.parametrize(
    ("milder", "stricter"),
    [
        pytest.param("normal", "suspended", id="suspended is stricter than normal"),
        pytest.param("suspended", "terminated", id="terminated is stricter than suspended"),
        pytest.param("normal", "not_covered", id="O24: nobody becomes normal by mixing with not_covered"),
        pytest.param("not_covered", "suspended", id="a measure holds for people not yet covered"),
    ],
)
def test_strictness(milder: str, stricter: str) -> None:
    assert statuses.Status(milder).strictness < statuses.Status(stricter).strictness


def test_there_are_32_provinces_and_national_is_none_of_them() -> None:
    assert len(divisions.PROVINCES) == 32
    assert not divisions.is_province(divisions.NATIONAL)
    assert all(province.name_en for province in divisions.PROVINCES.values())


def test_provinces_equal_the_published_list() -> None:
    folders = [folder for folder in Path(__file__).parents if (folder / PUBLISHED).exists()]
    if not folders:
        pytest.skip(f"no {PUBLISHED} in any folder above")
    published = folders[0] / PUBLISHED
    with published.open(encoding="utf-8") as rows:
        expected = {f"{row['code']}0000": row["name"] for row in csv.DictReader(rows)}
    ours = {code: province.name_zh for code, province in divisions.PROVINCES.items()}
    assert ours.pop(divisions.CORPS) == "新疆生产建设兵团"
    assert ours == expected


@pytest.mark.parametrize(
    ("division", "province", "expected"),
    [
        pytest.param("520200", "520000", True, id="a prefecture lies in its province"),
        pytest.param("520000", "520000", True, id="a province lies in itself"),
        pytest.param("520200", "500000", False, id="not in another province"),
        pytest.param("659001", "650000", True, id="a city of the Corps has a Xinjiang code"),
        pytest.param("659001", "660000", False, id="and so lies in one province only"),
        pytest.param("660100", "660000", True, id="an institution of the Corps carries 66xxxx"),
        pytest.param("660100", "650000", False, id="which is not Xinjiang"),
        pytest.param("520200", "520200", False, id="a prefecture is no province"),
        pytest.param("000000", "000000", False, id="national is no province"),
        pytest.param("520200", "000000", False, id="nothing lies in national"),
        pytest.param("990000", "990000", False, id="no such province"),
        pytest.param("52020", "520000", False, id="five digits"),
        pytest.param("5202000", "520000", False, id="seven digits"),
        pytest.param("520２00", "520000", False, id="full-width digit"),
        pytest.param("", "520000", False, id="empty"),
    ],
)
def test_belongs(division: str, province: str, expected: bool) -> None:
    assert divisions.belongs(division, province) is expected


@pytest.mark.parametrize(
    ("low", "high", "names"),
    [
        pytest.param(1, 3, {"contractual_damages", "procurement_overuse", "other_1_3"}, id="1-3"),
        pytest.param(4, 6, {"regulation_38", "regulation_39", "other_4_6"}, id="4-6"),
        pytest.param(7, 9, {"claim_for_ineligible", "other_7_9"}, id="7-9"),
        pytest.param(10, 12, {"regulation_40", "sector_deregistration", "other_10_12"}, id="10-12"),
    ],
)
def test_each_band_has_its_bases(low: int, high: int, names: set[str]) -> None:
    in_band = {basis.name for basis in bases.LEGAL_BASES.values() if (basis.low, basis.high) == (low, high)}
    assert in_band == names


def test_every_basis_is_reached_by_its_name_and_fully_described() -> None:
    assert len(bases.LEGAL_BASES) == 11
    for name, basis in bases.LEGAL_BASES.items():
        assert basis.name == name
        assert basis.allowed_kinds
        assert basis.article
        assert basis.title_zh
        assert basis.title_en


def test_contractual_damages_come_from_an_agreement_only() -> None:
    assert bases.LEGAL_BASES["contractual_damages"].allowed_kinds == {bases.BasisKind.AGREEMENT_HANDLING}


def test_ground_reasons_belong_to_their_ground() -> None:
    by_ground = {
        ground: {reason.name for reason in degrees.GROUND_REASONS.values() if ground in reason.grounds}
        for ground in degrees.Ground
    }
    assert by_ground == {
        degrees.Ground.NONE: set(),
        degrees.Ground.LENIENT: {"volunteered_facts", "loss_made_good", "harm_removed", "other"},
        degrees.Ground.SEVERE: {
            "instigated_others",
            "intent",
            "refused_cooperation",
            "refused_correction",
            "other",
        },
    }


def test_only_the_retail_pharmacy_is_a_pharmacy() -> None:
    pharmacies = [kind for kind in institutions.InstitutionKind if kind.group == "pharmacy"]
    assert pharmacies == [institutions.InstitutionKind.RETAIL_PHARMACY]
