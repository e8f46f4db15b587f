"""The national registry."""

from registry.conf.base import *  # noqa: F403 - settings modules are read by name

ROOT_URLCONF = "registry.conf.urls_national"
ROLE = "national"
NOTIFY_REGULATORS = True
BEAT_SCHEDULE = {
    "sweep": {"task": "sync.tasks.sweep", "schedule": 60.0},
}
