"""The published calendar of 2025 and 2026, as far as tests need it, typed from the State Council's notices."""

import datetime

from registry.words.workdays import Calendar


def _days(year: int, *spans: str) -> frozenset[datetime.date]:
    found = set()
    for span in spans:
        month, _, numbers = span.partition("-")
        first, _, last = numbers.partition("..")
        found |= {datetime.date(year, int(month), number) for number in range(int(first), int(last or first) + 1)}
    return frozenset(found)


# 2025: New Year; Spring Festival 28 January to 4 February; Qingming; Labour Day; Dragon Boat; National Day with
# Mid-Autumn 1 to 8 October. Worked: 26 January, 8 February, 27 April, 28 September, 11 October.
OFF_2025 = _days(2025, "1-1", "1-28..31", "2-1..4", "4-4..6", "5-1..5", "5-31", "6-1..2", "10-1..8")
WORKED_2025 = _days(2025, "1-26", "2-8", "4-27", "9-28", "10-11")
# 2026: New Year 1 to 3 January; Spring Festival 15 to 23 February; Qingming; Labour Day; Dragon Boat; Mid-Autumn;
# National Day 1 to 7 October. Worked: 4 January, 14 and 28 February, 9 May, 20 September, 10 October.
OFF_2026 = _days(2026, "1-1..3", "2-15..23", "4-4..6", "5-1..5", "6-19..21", "9-25..27", "10-1..7")
WORKED_2026 = _days(2026, "1-4", "2-14", "2-28", "5-9", "9-20", "10-10")

PUBLISHED = Calendar(years=frozenset({2025, 2026}), days_off=OFF_2025 | OFF_2026, worked=WORKED_2025 | WORKED_2026)
