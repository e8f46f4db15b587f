"""Figures about this node for Prometheus, read from the database when asked for."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from sync import merkle_store, outbox
from sync.models import Cursor, Node, SecurityEvent, Statement, StatementStatus
from sync.topics import NATIONAL


class NodeCollector(Collector):
    """Log, cursor, outbox, nodes, events. No figure is about a person."""

    def collect(self) -> Iterator[Metric]:
        """Yield the figures."""
        yield GaugeMetricFamily("payqual_log_size", "Entries of the log stored here.", merkle_store.head().size)
        held = Statement.objects.filter(status=StatementStatus.HELD).count()
        yield GaugeMetricFamily("payqual_statements_held", "Statements that wait for a human.", held)
        yield from self._cursor()
        yield self._outbox()
        yield from self._nodes()
        yield self._events()

    def _cursor(self) -> Iterator[Metric]:
        cursor = Cursor.objects.filter(pk=NATIONAL).first()
        if cursor is None:
            return
        lag = max(0, cursor.national_position - cursor.position)
        yield GaugeMetricFamily("payqual_cursor_lag", "Entries national has and this node has not applied.", lag)
        yield GaugeMetricFamily(
            "payqual_cursor_failing", "1 while something stops the follower.", 1 if cursor.last_error else 0
        )
        if cursor.verified_at:
            age = (timezone.now() - cursor.verified_at).total_seconds()
            yield GaugeMetricFamily("payqual_verified_age_seconds", "Age of the last verified checkpoint.", age)

    def _outbox(self) -> Metric:
        family = GaugeMetricFamily("payqual_outbox", "Own statements by how far they are.", labels=["state"])
        for state, count in outbox.counts().items():
            family.add_metric([state], count)
        return family

    def _nodes(self) -> Iterator[Metric]:
        position = GaugeMetricFamily(
            "payqual_node_position", "Position a node said it had applied.", labels=["division"]
        )
        seen = GaugeMetricFamily("payqual_node_seen_seconds", "Seconds since a node's heartbeat.", labels=["division"])
        for node in Node.objects.exclude(last_seen_at=None).order_by("division"):
            assert node.last_seen_at is not None
            position.add_metric([node.division], node.last_position)
            seen.add_metric([node.division], (timezone.now() - node.last_seen_at).total_seconds())
        yield position
        yield seen

    def _events(self) -> Metric:
        family = GaugeMetricFamily("payqual_security_events", "Security events stored, by code.", labels=["code"])
        for code, count in SecurityEvent.objects.order_by("code").values_list("code").annotate(count=Count("pk")):
            family.add_metric([code], count)
        return family
