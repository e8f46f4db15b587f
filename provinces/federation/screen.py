"""What the commands show a person: progress while a federation starts, and where it answers."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from provinces.federation.state import Federation

_TITLES = {
    "database": "数据库 PostgreSQL starts",
    "tables": "建表 tables, once, and a database for every node",
    "identities": "节点密钥 keys and identities",
    "enrolment": "节点登记 enrolment and rule packs, on the national log",
    "access": "账号 accounts, tokens and keys",
    "processes": "节点启动 web servers and workers",
    "filing": "登记备案 institutions, people and filings in every province",
    "till_before": "结算前 the till is asked before",
    "acts": "记分 decisions: signed, pushed, logged, followed, enforced",
    "till_after": "结算后 the till is asked after",
}


@contextmanager
def steps(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """Show one line per step: with a bar and a clock on a terminal, elsewhere when the step is done."""
    if not console.is_terminal:
        yield _plain(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        tasks: dict[str, TaskID] = {}

        def report(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = progress.add_task(_TITLES.get(step, step), total=total)
            progress.update(tasks[step], completed=done, total=total)

        yield report


def _plain(console: Console) -> Callable[[str, int, int], None]:
    began = time.monotonic()
    over: set[str] = set()

    def report(step: str, done: int, total: int) -> None:
        if done == total and step not in over:
            over.add(step)
            console.print(f"{time.monotonic() - began:6.1f} s  {_TITLES.get(step, step)}", highlight=False)

    return report


def addresses(federation: Federation) -> str:
    """Where every node's administration is and how to enter it; lines fit to be copied from."""
    lines = [
        f"{node.division}  {node.admin['url']}  {node.admin['username']}  {node.admin['password']}"
        f"  {node.admin.get('totp_secret', '–')}  {node.name_zh} {node.name}"
        for node in federation.nodes
    ]
    said = (
        "地区、地址、账户、密码、动态口令密钥 division, address, account, password, secret of the authenticator app;",
        f"此刻的动态口令 the codes of now: manage.py federation codes --dir {federation.directory}",
    )
    return "\n".join((*lines, *said))
