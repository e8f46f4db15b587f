"""Which Python the processes of a federation run on."""

import sys
from pathlib import Path

import django


def lasting() -> str:
    """Return an interpreter that will still be there when this command has ended.

    `uv run --with-requirements` lays a throw-away environment over the one that holds the packages and
    removes it afterwards; a federation lives on, and must start processes again. So: the interpreter of
    the environment that the packages lie in.
    """
    prefix = Path(django.__file__).resolve().parents[4]
    interpreter = prefix / "bin" / "python"
    if (prefix / "pyvenv.cfg").exists() and interpreter.exists() and prefix != Path(sys.prefix).resolve():
        return str(interpreter)
    return sys.executable
