"""Every topic has its row in the README of its room, and the body that is shown of it is read."""

import pytest

from registry.topics import TOPICS
from sync.topics import Topic
from tests.readme import check_topic


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_every_topic_is_in_the_tables_and_reads_its_example(topic: Topic) -> None:
    check_topic(topic)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_every_topic_has_a_title_in_both_languages(topic: Topic) -> None:
    assert topic.title_en
    assert any("\u4e00" <= character <= "\u9fff" for character in topic.title_zh)
