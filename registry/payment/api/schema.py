"""Who is shown to an institution, for the OpenAPI document."""

from rest_framework import serializers as s

from registry.payment.rules.payment_rules import Publicity
from registry.words.persons import Category
from registry.words.statuses import Status


class MeasureShown(s.Serializer[None]):
    """Somebody who is suspended or terminated on the day."""

    person = s.CharField(help_text="Lifelong ID.")
    category = s.ChoiceField(
        choices=Category.choices(), allow_blank=True, help_text="Class of personnel of the filing; empty if not known."
    )
    status = s.ChoiceField(choices=Status.choices(), help_text="`suspended` or `terminated`.")
    from_on = s.DateField(help_text="First day of this status.")
    ends_on = s.DateField(
        allow_null=True,
        help_text="First day after the term, or first day on which a new filing may be accepted; the status lasts "
        "until a restoration or new filing. Null where no points led to it.",
    )
    term_over = s.BooleanField(help_text="The term or bar is over; only the restoration or new filing is missing.")
    objection_pending = s.BooleanField(help_text="An objection is not settled on this day (art. 41).")
    pending = s.BooleanField(help_text="Rests on a fact of this province that is not in the national log yet.")


class Measures(s.Serializer[None]):
    """Who is shown to the institution, in the order of lifelong IDs."""

    on = s.DateField()
    publicity = s.ChoiceField(choices=list(Publicity), help_text="Range of the rule pack that holds on the day.")
    measures = MeasureShown(many=True)
    after = s.CharField(allow_blank=True, help_text="Come back with this; empty at the end.")
    position = s.IntegerField(help_text="Log position up to which facts were known.")
    age_seconds = s.IntegerField(allow_null=True, help_text="Seconds since the log was last verified; null: never.")
