"""Which groups of parameters the rules of qualification read, in the order in which documents name them.

Anything that no group declares is fixed nationally.
"""

from collections.abc import Sequence

from registry.packs.parameters import Group
from registry.qualification.rules.deadline_rules import DeadlineRules
from registry.qualification.rules.early_rules import EarlyRules
from registry.qualification.rules.filing_rules import FilingRules
from registry.qualification.rules.objection_rules import ObjectionRules
from registry.qualification.rules.phase_in_rules import PhaseInRules
from registry.qualification.rules.repair_rules import RepairRules
from registry.qualification.rules.restoration_rules import RestorationRules
from registry.qualification.rules.scoring_rules import ConductRules, ScoringRules
from registry.qualification.rules.term_rules import TermRules

GROUPS: Sequence[type[Group]] = (
    TermRules,
    ConductRules,
    ObjectionRules,
    RestorationRules,
    RepairRules,
    FilingRules,
    PhaseInRules,
    EarlyRules,
    ScoringRules,
    DeadlineRules,
)
