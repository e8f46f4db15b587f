"""What READMEs say of topics: the room of a topic's handler has a row for it, and an example of its body is read."""

import inspect
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from sync.topics import Topic

SOURCE = Path(__file__).resolve().parents[1]
SYNC = SOURCE / "sync" / "README.md"
"""Where the examples of all topics lie that this house has had so far."""


def readme_of(topic: Topic) -> Path:
    """Return the README of the room in which a topic's handler lives."""
    source = inspect.getsourcefile(type(topic.handler))
    assert source is not None
    return next(found for folder in Path(source).parents if (found := folder / "README.md").is_file())


@cache
def bodies(readme: Path) -> dict[str, Any]:
    """Return the bodies that a README shows, by topic."""
    text = readme.read_text(encoding="utf-8")
    shown = re.findall(r"^\| `([a-z]+\.[a-z]+)` \| `(\{.*?\})` \|", text, re.MULTILINE)
    return {name: json.loads(body) for name, body in shown}


def check_topic(topic: Topic) -> None:
    """Fail where the room's README does not name a topic, or shows no body that it reads."""
    readme = readme_of(topic)
    assert f"| `{topic.name}` |" in readme.read_text(encoding="utf-8"), readme
    topic.handler.parse((bodies(SYNC) | bodies(readme))[topic.name])
