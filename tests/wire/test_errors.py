"""Every code that the formats raise stands in their table, every code in the table is raised."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

import sync.wire
from sync.wire.refusals import FormatRefused, NotAccepted, ProtocolRefused, Reason, Refusal, Refused, status_of
from sync.wire.sentences import SENTENCES

_SOURCES = sorted(Path(sync.wire.__file__).parent.glob("*.py"))


def test_codes_raised_are_the_codes_of_the_table() -> None:
    text = "".join(path.read_text() for path in _SOURCES if path.name != "refusals.py")
    assert set(re.findall(r'FormatRefused\.because\(\s*"([a-z0-9_]+)"', text)) == set(SENTENCES)
    assert not re.search(r"FormatRefused\.because\(\s*[^\"\s]", text)
    assert "FormatRefused(" not in text


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_each_refusal_says_code_field_and_sentence(code: str) -> None:
    error = FormatRefused.because(code, "field")
    assert error.reason == Reason(code=code, field="field", sentence=SENTENCES[code][0], sentence_zh=SENTENCES[code][1])
    assert (error.code, error.field, error.held) == (code, "field", False)
    assert str(error) == f"{code} (field): {SENTENCES[code][0]}"
    assert str(FormatRefused.because(code)) == f"{code}: {SENTENCES[code][0]}"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        pytest.param(FormatRefused.because("json_malformed"), 400, id="what has no status of its own"),
        pytest.param(FormatRefused.because("document_too_large"), 413, id="a format, by its code"),
        pytest.param(ProtocolRefused.because("nonce_replayed"), 401, id="the protocol, by its code"),
        pytest.param(ProtocolRefused(Refusal("nonce_replayed"), status=502), 502, id="another node said so"),
        pytest.param(Refused.because("unknown_person"), 400, id="the rules, whatever a door says to an address"),
        pytest.param(ProtocolRefused.because("unknown_person"), 404, id="a door"),
    ],
)
def test_what_a_refusal_is_answered_with(error: NotAccepted, status: int) -> None:
    assert error.status == status


def test_what_is_signed_is_401_and_what_is_not_in_the_table_400() -> None:
    assert {status_of(code) for code in SENTENCES if code.startswith(("signature_", "digest_"))} == {401}
    assert status_of("no_such_code") == 400


def test_a_sentence_that_says_more_goes_under_the_code_that_callers_know() -> None:
    refused = Refused.because("apply_without", "institution", article="38")
    assert (refused.code, refused.reason.code) == ("not_filed_here", "not_filed_here")
    assert refused.reason.sentence.startswith("The person is filed nowhere in this province")


def test_nothing_is_worded_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    worded: list[str] = []
    monkeypatch.setattr("sync.wire.refusals._wording", lambda pair, field, params: worded.append(field) or pair)
    refused = Refused.because("person_barred", "opened_on", earliest="2026-01-01")
    assert (refused.code, refused.field, worded) == ("person_barred", "opened_on", [])
    assert refused.reason.sentence
    assert worded == ["opened_on"]


def test_a_reason_from_elsewhere_stays_as_it_is() -> None:
    why = Reason(code="theirs", field="x", sentence="Theirs.", sentence_zh="对方。")
    refused = Refused(why, held=True)
    assert (refused.reason, refused.held, str(refused)) == (why, True, "theirs (x): Theirs.")
    with pytest.raises(TypeError):
        _ = refused.refusal


@pytest.mark.parametrize(
    "error",
    [
        FormatRefused(Refusal("row_too_long"), line=7),
        ProtocolRefused(Refusal("unavailable"), headers={"Retry-After": "5"}),
        Refused(Refusal("same_penalty", "case_number"), held=True),
    ],
)
def test_a_refusal_survives_the_way_between_processes(error: NotAccepted) -> None:
    assert vars(pickle.loads(pickle.dumps(error))) == vars(error)  # noqa: S301
