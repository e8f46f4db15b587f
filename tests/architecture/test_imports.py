"""Who may import whom: the contracts in pyproject.toml."""

import tomllib

import pytest
from importlinter import api  # noqa: F401 - configures the linter
from importlinter.application.use_cases import lint_imports

from registry.conf.env import ROOT

PYPROJECT = ROOT / "pyproject.toml"


def test_the_import_contracts_hold(capsys: pytest.CaptureFixture[str]) -> None:
    kept = lint_imports(config_filename=str(PYPROJECT), cache_dir=None, no_logo=True, is_debug_mode=True)
    assert kept, capsys.readouterr().out


def test_the_contracts_cover_the_house() -> None:
    linter = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert linter["root_packages"] == ["registry", "provinces", "sync"]
    layers = [contract["layers"] for contract in linter["contracts"] if contract["type"] == "layers"]
    assert ["provinces", "registry", "sync"] in layers
    pure = [contract["source_modules"] for contract in linter["contracts"] if contract["type"] == "forbidden"]
    assert {"registry.words", "registry.qualification.rules", "registry.packs.format", "sync.wire"} <= {
        module for modules in pure for module in modules
    }
