"""The bodies that `sync/README.md` shows are read by their topics, and every topic is in the tables."""

import json
import re
from pathlib import Path

import pytest

from registry.topics import TOPICS
from sync.topics import Topic

SOURCE = Path(__file__).resolve().parents[2]
SYNC = (SOURCE / "sync" / "README.md").read_text(encoding="utf-8")
REGISTRY = (SOURCE / "registry" / "README.md").read_text(encoding="utf-8")
SHOWN = {
    name: json.loads(body) for name, body in re.findall(r"^\| `([a-z]+\.[a-z]+)` \| `(\{.*\})` \|", SYNC, re.MULTILINE)
}


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_every_topic_is_in_both_tables_and_reads_its_example(topic: Topic) -> None:
    topic.handler.parse(SHOWN[topic.name])
    assert f"| `{topic.name}` |" in REGISTRY
