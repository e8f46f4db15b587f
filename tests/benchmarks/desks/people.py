"""Invented people and institutions, the same for every process that counts them."""

from functools import lru_cache

from registry.words import lifelong_id

_SCATTER = 61_803_398_874_989  # prime to 10^14: counts through all 14-digit numbers in no visible order


@lru_cache(maxsize=1 << 19)
def person(number: int) -> str:
    """Return the lifelong ID of the n-th invented person."""
    return lifelong_id.make(f"{number * _SCATTER % 10**14:014d}")


def hospital(division: str, number: int) -> str:
    """Return the code of the n-th invented hospital of a division."""
    return f"B{division}{number:05d}"


def institution_of(division: str, number: int, institutions: int) -> str:
    """Return where the n-th invented person is filed, when they are spread over so many institutions."""
    return hospital(division, 1 + number % institutions)


def decision(division: str, number: int, *, who: int, points: int = 5) -> dict[str, object]:
    """Return the body of the n-th invented decision.

    It states the months of a suspension itself: no national text gives them (O41).
    """
    return {
        "person": person(who),
        "institution": hospital(division, 1),
        "case_number": f"基准〔2026〕{number}号",
        "item": "1",
        "basis_kind": "penalty",
        "basis_authority": "某市医疗保障局（基准）",
        "basis_document": f"基准罚〔2026〕{number}号",
        "legal_basis": "regulation_38" if points < 7 else "regulation_40",
        "decided_on": "2026-03-02",
        "degree": "general",
        "points": points,
        **({"suspension_months": 3} if 9 <= points < 12 else {}),
    }


def filing(division: str, *, who: int, where: int = 1) -> dict[str, object]:
    """Return the body of a filing of an invented person."""
    return {"person": person(who), "institution": hospital(division, where), "opened_on": "2025-01-02", "role": ""}
