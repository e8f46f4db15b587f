"""Two pairs of hands on one node: what one account brings in, another approves, where it binds somebody."""

import re
from pathlib import Path

from provinces.federation.console import Console
from provinces.federation.errors import NodeFailedError
from provinces.federation.state import Document, Node

_ASKED = re.compile(r"approve ([0-9a-f]{64}) ")


def take_in(console: Console, node: Node, kind: str, file: Path) -> Document:
    """Take a file in at a province and have it approved; return the summary, with the report's place.

    Raises `NodeFailedError` with the command's own words.
    """
    handler, approver = node.handler["username"], node.approver["username"]
    summary = console.run_json("intake_file", "--kind", kind, "--acting", handler, "--json", str(file))
    if summary["approve"]:
        console.run("approve", summary["approve"], "--acting", approver, "--report", summary["report"])
    return summary


def agree(console: Console, node: Node, *command: str) -> None:
    """Run a command of national that proposes something, and have it approved; nothing where nothing was proposed.

    Raises `NodeFailedError`.
    """
    said = console.run(*command, "--acting", node.handler["username"])
    asked = _ASKED.search(said)
    if asked:
        console.run("approve", asked[1], "--acting", node.approver["username"])
    elif "is enrolled" not in said:
        raise NodeFailedError(f"{node.name} did not say what is to be approved: {said}")
