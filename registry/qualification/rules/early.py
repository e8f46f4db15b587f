"""What is to be done about somebody before a year's points suspend them, as the pack says it (art. 36)."""

from registry.packs.pack import Pack
from registry.qualification.rules.early_rules import EarlyRules
from registry.qualification.rules.points import SUSPENSION_POINTS
from registry.words.early_duties import EarlyDuty


def early_duties(total: int, pack: Pack) -> tuple[EarlyDuty, ...]:
    """Return the duties of the highest step that a year's sum has reached (art. 36).

    There are none below the first step, and none from 9 on, where a measure by points takes their place (art. 29).
    """
    if total >= SUSPENSION_POINTS:
        return ()
    return next((each.duties for each in reversed(pack[EarlyRules].early_measures) if each.from_points <= total), ())
