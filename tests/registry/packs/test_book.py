"""Which pack holds for a division on a day, and where packs depart from the default."""

from registry.packs.book import PackBook
from registry.packs.pack import NATIONAL_DEFAULT
from tests.registry.packs.toys import GiftRules, ThankRules, a_pack, day, leaf


def test_a_book_gives_the_pack_of_the_day() -> None:
    first = a_pack(version="1", valid_from="2025-03-01")
    second = a_pack(version="2", valid_from="2025-11-07")
    corrected = a_pack(version="2b", valid_from="2025-11-07")
    national = a_pack(version="n", valid_from="2026-01-01", division="000000")
    for order in ([first, second, corrected, national], [national, corrected, second, first]):
        book = PackBook(order)
        assert book.for_("520000", day("2025-02-28")) is NATIONAL_DEFAULT
        assert book.for_("520000", day("2025-03-01")) is first
        assert book.for_("520000", day("2025-11-06")) is first
        assert book.for_("520000", day("2025-11-07")) is corrected
        assert book.for_("310000", day("2025-11-07")) is NATIONAL_DEFAULT
        assert book.for_("310000", day("2026-01-01")) is national
        assert {pack.version for pack in book} == {"1", "2", "2b", "n"}


def test_an_expired_instrument_leaves_the_nation_not_what_it_replaced() -> None:
    first = a_pack(version="1", valid_from="2025-01-01")
    second = a_pack(version="2", valid_from="2025-03-01", valid_until="2027-03-01")
    third = a_pack(version="3", valid_from="2027-06-01")
    national = a_pack(version="n", valid_from="2025-01-01", valid_until="2027-04-01", division="000000")
    for order in ([first, second, third, national], [national, third, second, first]):
        book = PackBook(order)
        assert book.for_("520000", day("2025-02-28")) is first
        assert book.for_("520000", day("2027-02-28")) is second, "the last day"
        assert book.for_("520000", day("2027-03-01")) is national
        assert book.for_("520000", day("2027-04-01")) is NATIONAL_DEFAULT, "the nation's expires like any other"
        assert book.for_("520000", day("2027-06-01")) is third
        assert {str(each) for each in book.starts("520000")} == {
            "2025-01-01", "2025-03-01", "2027-03-01", "2027-04-01", "2027-06-01",
        }  # fmt: skip


def test_a_correction_may_prolong_an_instrument() -> None:
    short = a_pack(version="1", valid_until="2027-01-01")
    long = a_pack(version="1b", valid_until="2028-01-01")
    assert PackBook([short, long]).for_("520000", day("2027-06-01")) is long
    assert PackBook([short]).for_("520000", day("2027-06-01")) is NATIONAL_DEFAULT


def test_a_book_says_who_departs_from_the_default_in_a_group() -> None:
    guizhou = a_pack({"gifts": {"most": leaf(5)}})
    again = a_pack({"gifts": {"most": leaf(3)}}, division="310000", version="the default, said by a text")
    book = PackBook([guizhou, again])
    assert book.departing(GiftRules) == {"520000"}
    assert book.departing(ThankRules) == frozenset()
    assert [book.may_depart(GiftRules, each) for each in ("520000", "310000")] == [True, False]
    nation = PackBook([a_pack({"gifts": {"most": leaf(5)}}, division="000000")])
    assert nation.may_depart(GiftRules, "310000"), "the nation's pack may hold for everybody"
    assert not PackBook().may_depart(GiftRules, "310000")
