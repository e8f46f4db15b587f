"""Where the published vectors lie, and keys that every wire test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from sync.wire.suites import ED25519, KeyPair

# How long one example takes says nothing on a machine that others use too.
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The directory of published vectors: PAYQUAL_VECTORS, else beside the repository."""
    path = Path(os.environ.get("PAYQUAL_VECTORS") or _ROOT.parent / "shared" / "data" / "vectors")
    if path.is_dir():
        return path
    sentence = f"The published vectors are not at {path}: set PAYQUAL_VECTORS to check against them."
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def pair() -> KeyPair:
    return ED25519.generate(bytes(range(32)))


@pytest.fixture(scope="session")
def other_pair() -> KeyPair:
    return ED25519.generate(bytes(range(32, 64)))
