"""Headers of files that were written before a kind had all its columns."""

from io import BytesIO

import pytest

from provinces.intake.services import intake
from sync.wire.refusals import FormatRefused
from tests.provinces.node import NOW, Desk


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        pytest.param("filings", "person,system,code,institution,opened_on,cancelled_on,role", id="filings"),
        pytest.param("restorations", "person,system,code,assessed_on,effective_on,passed,document", id="restorations"),
    ],
)
def test_a_header_from_before_the_new_columns_stays_valid(desk: Desk, kind: str, columns: str) -> None:
    taken = intake.take_file(kind, BytesIO(columns.encode()), name="old.csv", acting="a clerk", clock=lambda: NOW)
    assert taken.file.rows_in == 0
    with pytest.raises(FormatRefused) as refused:
        intake.take_file(
            kind, BytesIO(columns.replace("person,", "").encode()), name="x.csv", acting="a clerk", clock=lambda: NOW
        )
    assert refused.value.reason.code == "columns_missing"
