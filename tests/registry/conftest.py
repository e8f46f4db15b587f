import pytest


@pytest.fixture
def national(db):
    pass
