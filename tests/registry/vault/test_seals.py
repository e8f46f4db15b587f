"""Sealing and finding: nothing readable, nothing that links two purposes or two nodes."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from registry.vault.services import seals


def test_a_sealed_text_comes_back_and_looks_different_each_time() -> None:
    text = "测试·甲 é"
    first, second = seals.seal(text), seals.seal(text)
    assert first != second
    assert seals.open_sealed(first) == seals.open_sealed(second) == text
    assert seals.open_sealed(memoryview(first)) == text
    assert text.encode() not in first


@pytest.mark.parametrize("place", range(0, 40, 3))
def test_a_changed_byte_is_found(place: int) -> None:
    sealed = bytearray(seals.seal("a name of some length"))
    sealed[place] ^= 1
    with pytest.raises(seals.VaultSealBroken):
        seals.open_sealed(bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + b"\x00" * 12, b"\x02" + b"\x00" * 40])
def test_what_is_no_sealed_text_is_refused(sealed: bytes) -> None:
    with pytest.raises(seals.VaultSealBroken):
        seals.open_sealed(sealed)


def test_another_nodes_key_neither_opens_nor_finds(settings: pytest.FixtureRequest) -> None:
    sealed, found = seals.seal("x"), seals.hash_name("x")
    settings.VAULT_KEY = "another key, of thirty-two letters or more"
    assert seals.hash_name("x") != found
    with pytest.raises(seals.VaultSealBroken):
        seals.open_sealed(sealed)


def test_a_short_key_is_refused(settings: pytest.FixtureRequest) -> None:
    settings.VAULT_KEY = "short"
    with pytest.raises(ImproperlyConfigured):
        seals.seal("x")


def test_hashes_of_different_purposes_or_parts_never_meet() -> None:
    born_on = date(1980, 2, 29)
    hashes = [
        seals.hash_name("ab"),
        seals.hash_name_born("ab", born_on),
        seals.hash_document("ab", ""),
        seals.hash_document("a", "b"),
        seals.hash_document("", "ab"),
        seals.hash_request("ab"),
        seals.hash_request("a", "b"),
        seals.hash_request("ab", ""),
    ]
    assert len(set(hashes)) == len(hashes)
    assert all(len(each) == 32 for each in hashes)
