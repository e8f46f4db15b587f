"""Joint cases, for the OpenAPI document."""

from rest_framework import serializers as s


class DecisionCounted(s.Serializer[None]):
    """A decision whose points a joint case counts, as objections left it."""

    decision = s.UUIDField()
    author = s.CharField()
    institution = s.CharField()
    decided_on = s.DateField()
    points = s.IntegerField()


class JointCaseTold(s.Serializer[None]):
    """A measure that rests on decisions of several provinces."""

    person = s.CharField(help_text="Lifelong ID.")
    kind = s.CharField(help_text="`suspension` or `termination`.")
    points_total = s.IntegerField()
    lead = s.CharField(help_text="Division whose decision brought the year to the threshold.")
    authors = s.ListField(child=s.CharField(), help_text="Divisions whose points count.")
    decision = s.UUIDField(help_text="The decision that the measure follows from.")
    crossed_by = s.UUIDField(help_text="The decision that brought the year to the threshold.")
    decisions = DecisionCounted(many=True)


class JointCases(s.Serializer[None]):
    """Joint cases of a year, in the order of lifelong IDs."""

    year = s.IntegerField()
    joint_cases = JointCaseTold(many=True)
    after = s.CharField(allow_blank=True, help_text="Come back with this; empty at the end.")
