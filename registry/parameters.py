"""What a rule pack may set: the groups of parameters that each room declares, put together once."""

from registry.packs.format import Format
from registry.packs.installed import install
from registry.payment.rules import payment_rules
from registry.qualification.rules import parameters as qualification
from registry.qualification.rules.examples import run
from registry.statistics.rules import ratio_rules

FORMAT = Format((*qualification.GROUPS, *payment_rules.GROUPS, *ratio_rules.GROUPS), examples=run)
"""How packs are read. The order of the groups is the order in which a document is written."""

parse_pack = FORMAT.read
read_file = FORMAT.read_file


def register_all() -> None:
    """Let every room read packs by it."""
    install(FORMAT)
