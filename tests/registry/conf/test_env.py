"""The environment as settings: what is wrong is refused at the start, with the bounds."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from registry.conf import env


@pytest.mark.parametrize(
    ("given", "found"),
    [
        pytest.param(None, 900, id="nothing said: a quarter of an hour"),
        pytest.param(" 60 ", 60, id="the least"),
        pytest.param("86400", 86_400, id="the most"),
        pytest.param("59", None, id="less"),
        pytest.param("86401", None, id="more"),
        pytest.param("0", None, id="never"),
        pytest.param("-900", None, id="negative"),
        pytest.param("15 min", None, id="in words"),
    ],
)
def test_without_news_the_till_waits_within_bounds(
    monkeypatch: pytest.MonkeyPatch, given: str | None, found: int | None
) -> None:
    monkeypatch.delenv("PAYQUAL_STALE_AFTER", raising=False)
    if given is not None:
        monkeypatch.setenv("PAYQUAL_STALE_AFTER", given)
    if found is None:
        with pytest.raises(ImproperlyConfigured, match="from 60 to 86400"):
            env.number("PAYQUAL_STALE_AFTER", 900, least=60, most=86_400)
        return
    assert env.number("PAYQUAL_STALE_AFTER", 900, least=60, most=86_400) == found
