"""`manage.py federation up|status|codes|settle|down`: a whole federation on this machine, for experiments."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from rich.console import Console
from rich.table import Table

from provinces.federation import control, screen, watch
from provinces.federation.errors import FederationError
from provinces.federation.state import Document
from registry.accounts.services import factors
from registry.words.divisions import PROVINCES

_DEFAULT = Path("var/federation")


class Command(BaseCommand):
    """Start, look at, wait for and stop a local federation."""

    help = "Run the national registry and any provinces as real nodes on this machine."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        up = verbs.add_parser("up", help="start the nodes and print addresses and keys")
        up.add_argument(
            "--provinces",
            required=True,
            help="codes, e.g. 310000,520000, or all; start again with the same ones",
        )
        up.add_argument("--first-port", type=int, help="national's port; the provinces get the following ones")
        status = verbs.add_parser("status", help="position, lag, outbox and last error of every node")
        settle = verbs.add_parser("settle", help="wait until nothing is on its way any more")
        settle.add_argument("--timeout", type=float, default=120.0, help="seconds (default 120)")
        down = verbs.add_parser("down", help="stop the nodes; their data stays")
        down.add_argument("--delete", action="store_true", help="remove their data too")
        codes = verbs.add_parser("codes", help="what the accounts' authenticator apps show now")
        for verb in (up, status, settle, down, codes):
            verb.add_argument("--dir", type=Path, default=_DEFAULT, help=f"folder (default {_DEFAULT})")
            verb.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["verb"])(options)
        except FederationError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("interrupted; nothing is left running", returncode=130) from None

    def _json(self, document: object) -> None:
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))

    def up(self, options: dict[str, Any]) -> None:
        """Start, report, and leave everything running."""
        named = options["provinces"].strip()
        provinces = list(PROVINCES) if named == "all" else [code for code in named.split(",") if code]
        with control.Starting(options["dir"], provinces, options["first_port"]) as starting:
            with screen.steps(Console(stderr=True)) as report:
                federation = starting.wait(report)
            starting.detach()
        if options["json"]:
            self._json(control.shown(federation))
            return
        self.stdout.write(screen.addresses(federation))
        self.stdout.write(f"Keys, tokens and environments: {federation.directory}/federation.json")

    def status(self, options: dict[str, Any]) -> None:
        """Show every node."""
        nodes = watch.status(control.running(options["dir"]))
        if options["json"]:
            self._json(nodes)
        else:
            Console().print(_status_table(nodes))

    def codes(self, options: dict[str, Any]) -> None:
        """Show the codes of the accounts' second factors, for whoever has no authenticator app at hand."""
        federation = control.running(options["dir"])
        at = now()
        codes = {
            node.division: {
                who["username"]: factors.code_at(who["totp_secret"], at)
                for who in (node.admin, node.handler, node.approver)
                if "totp_secret" in who
            }
            for node in federation.nodes
        }
        if options["json"]:
            self._json(codes)
            return
        for division, of_node in codes.items():
            for name, code in of_node.items():
                self.stdout.write(f"{division}  {name}  {code}")

    def settle(self, options: dict[str, Any]) -> None:
        """Wait until every outbox is empty and every cursor level."""
        federation = control.running(options["dir"])
        nodes = watch.settle(federation, options["timeout"])
        counts = {
            "position": nodes[0].position,
            "held": nodes[0].held,
            "nodes": {node.division: {"position": node.position, "outbox": node.outbox} for node in nodes[1:]},
        }
        if options["json"]:
            self._json(counts)
            return
        finished = sum((node.outbox or {}).get("finished", 0) for node in nodes)
        refused = sum((node.outbox or {}).get("refused", 0) for node in nodes)
        self.stdout.write(
            f"Settled at position {nodes[0].position}: {len(nodes) - 1} provinces level; of their statements "
            f"{finished} are in the log, {nodes[0].held} held, {refused} refused."
        )

    def down(self, options: dict[str, Any]) -> None:
        """Stop everything."""
        was_running = control.down(options["dir"], delete=options["delete"])
        done = "Stopped" if was_running else "It was not running"
        done += "; its data is removed." if options["delete"] else "; its data stays."
        if options["json"]:
            self._json({"was_running": was_running, "deleted": options["delete"]})
        else:
            self.stdout.write(done)


def _status_table(nodes: list[Document]) -> Table:
    table = Table("node", "answers", "position", "lag", "to send", "held", "restarts", "last error")
    for node in nodes:
        outbox = node["outbox"] or {}
        waiting = outbox.get("waiting", 0) + outbox.get("receipted", 0)
        restarts = sum(process["restarts"] for process in node["processes"].values())
        table.add_row(
            f"{node['division']} {node['name']}", "yes" if node["answers"] else "[red]no[/red]",
            str(node["position"]), str(node["lag"]), str(waiting), str(node["held"]), str(restarts),
            node["last_error"],
        )  # fmt: skip
    return table
