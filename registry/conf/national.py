"""Settings of the national registry."""

from celery.schedules import crontab

from registry.conf.base import *  # noqa: F403 - settings modules are read by name

ROOT_URLCONF = "registry.conf.urls_national"
ROLE = "national"
NOTIFY_REGULATORS = True
BEAT_SCHEDULE = {
    "carry-out-approved": {"task": "sync.tasks.carry_out_approved", "schedule": 5.0},
    "sweep": {"task": "sync.tasks.sweep", "schedule": 60.0},
    "sweep-accounts": {"task": "registry.tasks.sweep_accounts", "schedule": 60.0},
    # Before the offices open: they find the pairs of the day before in the queue.
    "find-duplicates": {"task": "registry.tasks.find_duplicates", "schedule": crontab(hour=4, minute=30)},
}
