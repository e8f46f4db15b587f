"""Prepared statements: what arrays look like, and what happens when the connection dies."""

import psycopg
import pytest
from django.db import connection, transaction

from registry.payment.selectors.prepared import Prepared, array

BACK = Prepared(b"test_back", b"SELECT unnest($1::text[])")
WHO = Prepared(b"test_who", b"SELECT pg_backend_pid(), NULL")
WRONG = Prepared(b"test_wrong", b"SELECT 1 / $1::int")

VALUES = [
    pytest.param([], id="none"),
    pytest.param(["1", "22"], id="digits"),
    pytest.param(["null", "NULL", "", " "], id="words that mean something, or nothing"),
    pytest.param(['"', "\\", '\\"', "{", "}", ",", "1,2", "'"], id="marks that mean something"),
    pytest.param(["码", "é", "٥", "a\nb"], id="other letters, digits, line breaks"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("values", VALUES)
def test_an_array_comes_back_as_it_went(values: list[str]) -> None:
    assert [row[0] for row in BACK.rows(array(values))] == values


@pytest.mark.django_db
def test_nothing_is_none() -> None:
    ((_, nothing),) = WHO.rows()
    assert nothing is None


@pytest.mark.django_db
def test_an_error_is_typed() -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        WRONG.rows("0")


@pytest.mark.django_db(transaction=True)
def test_a_dead_connection_is_replaced() -> None:
    ((before, _),) = WHO.rows()
    with psycopg.connect(connection.connection.info.dsn, password=connection.settings_dict["PASSWORD"]) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [before])
    ((after, _),) = WHO.rows()
    assert before != after
    assert WHO.rows()[0][0] == after, "and kept"


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_it_is_not() -> None:
    def lose_it_half_way() -> None:
        with transaction.atomic():
            ((pid, _),) = WHO.rows()
            with psycopg.connect(connection.connection.info.dsn) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [pid])
            WHO.rows()

    with pytest.raises(psycopg.OperationalError):
        lose_it_half_way()
    connection.close()
