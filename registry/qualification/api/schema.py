"""A standing and why it holds, for the OpenAPI document. Nothing is read or written through these classes."""

from rest_framework import serializers as s

from registry.words.measures import MeasureKind, Mode, ReasonKind
from registry.words.remedies import ObjectionOutcome
from registry.words.statuses import Status


class StandingBrief(s.Serializer[None]):
    """The standing on a day and the days between which it holds."""

    status = s.ChoiceField(choices=Status.choices())
    from_on = s.DateField(allow_null=True, help_text="First day; null: ever.")
    to_on = s.DateField(allow_null=True, help_text="First day after; null: nothing known ends it.")
    term_over = s.BooleanField(help_text="The term or bar is over; only the restoration or new filing is missing.")
    pending = s.BooleanField(help_text="Rests on a fact of this province that is not in the national log yet.")
    objection_pending = s.BooleanField(
        help_text="An objection to points or to the status is not settled on these days (art. 41); it stays nothing "
        "unless the province's rule pack says so."
    )


THEN_HELP = "Status that is certain to follow on `to_on`, one of those of `status`; null: none is known."


class StandingAnswered(StandingBrief):
    """The standing on a day of service; its days are those of the whole stretch of this status."""

    ends_on = s.DateField(
        allow_null=True,
        help_text="First day after the term or bar, where the status has one. It does not end by itself: a suspension "
        "ends by a restoration, a termination by a new filing (arts. 29, 39).",
    )
    then = s.CharField(allow_null=True, help_text=THEN_HELP)


class StandingReason(s.Serializer[None]):
    """Why a status holds."""

    kind = s.ChoiceField(choices=ReasonKind.choices())
    fact = s.UUIDField(help_text="Statement that says it.")
    author = s.CharField(help_text="Division that signed it.")
    status = s.ChoiceField(choices=Status.choices())
    rule = s.CharField()
    starts_on = s.DateField()
    ends_on = s.DateField(allow_null=True)
    year = s.IntegerField(allow_null=True)
    points_total = s.IntegerField(allow_null=True)
    months = s.IntegerField(allow_null=True)
    bar_years = s.IntegerField(allow_null=True)
    remark = s.CharField(allow_null=True)


class StandingInterval(StandingBrief):
    """A stretch of days with one standing, and its reasons, the strictest first."""

    term_ends_on = s.DateField(allow_null=True)
    bar_ends_on = s.DateField(allow_null=True)
    objection_pending = s.BooleanField(help_text="An objection is not settled on these days (art. 41).")
    reasons = StandingReason(many=True)


class StandingHeld(StandingInterval):
    """The standing on the day asked about; `from_on` and `to_on` are those of the whole stretch of this status."""

    then = s.CharField(allow_null=True, help_text=THEN_HELP)


class MeasureDone(s.Serializer[None]):
    """What one decision led to."""

    kind = s.ChoiceField(choices=MeasureKind.choices())
    decision = s.UUIDField()
    author = s.CharField()
    year = s.IntegerField()
    points_total = s.IntegerField()
    starts_on = s.DateField()
    months = s.IntegerField(allow_null=True)
    term_ends_on = s.DateField(allow_null=True)
    bar_years = s.IntegerField(allow_null=True)
    bar_ends_on = s.DateField(allow_null=True)
    mode = s.ChoiceField(choices=Mode.choices())
    rule = s.CharField()
    ended_on = s.DateField(allow_null=True)


class NoticeTold(s.Serializer[None]):
    """The notice of a decision, as it was served."""

    notice = s.UUIDField(help_text="Statement that says it.")
    decision = s.UUIDField()
    number = s.CharField(help_text="Number of the notice.")
    corrects = s.CharField(help_text="Number of the notice that it corrects; empty for the first.")
    issued_on = s.DateField()
    served_on = s.DateField()


class ObjectionTold(s.Serializer[None]):
    """An objection to a decision or to a cascade, and what became of it."""

    objection = s.UUIDField(help_text="Statement that says it.")
    against = s.ChoiceField(choices=["decision", "cascade"])
    target = s.UUIDField(help_text="The decision or cascade.")
    lodged_on = s.DateField()
    state = s.ChoiceField(choices=["pending", *ObjectionOutcome.choices()], help_text="As far as it is known.")
    settled_on = s.DateField(allow_null=True)
    points = s.IntegerField(allow_null=True, help_text="Points after a change.")
    months = s.IntegerField(allow_null=True, help_text="Months after a change, where they were fixed.")


class Standing(StandingHeld):
    """The standing on the day asked about, and the whole timeline."""

    person = s.CharField(help_text="Lifelong ID.")
    merged_into = s.CharField(
        allow_null=True, help_text="ID under which the person goes on after a merge; null: this one."
    )
    on = s.DateField()
    known_at = s.IntegerField(allow_null=True)
    position = s.IntegerField(help_text="Size of the log on this node.")
    points = s.DictField(child=s.IntegerField(), help_text="Points per calendar year, as they stood on the day.")
    timeline = StandingInterval(many=True)
    measures = MeasureDone(many=True)
    notices = NoticeTold(many=True)
    objections = ObjectionTold(many=True)
