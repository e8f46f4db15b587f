"""Settings of a provincial node."""

from celery.schedules import crontab

from registry.conf.base import *  # noqa: F403 - settings modules are read by name

ROOT_URLCONF = "registry.conf.urls_province"
ROLE = "province"
NOTIFY_REGULATORS = False
HANDLES_CASES = True
EXPRESS_DOORS = {"/api/v1/payability": "registry.payment.api.payability.answer"}
BEAT_SCHEDULE = {
    # Both are long loops: starting one that already runs does nothing.
    "push": {"task": "provinces.tasks.push", "schedule": 2.0},
    "follow": {"task": "provinces.tasks.follow", "schedule": 2.0},
    "heartbeat": {"task": "provinces.tasks.heartbeat", "schedule": 60.0},
    "carry-out-approved": {"task": "sync.tasks.carry_out_approved", "schedule": 5.0},
    "sweep": {"task": "sync.tasks.sweep", "schedule": 60.0},
    "sweep-accounts": {"task": "registry.tasks.sweep_accounts", "schedule": 60.0},
    # Before the office opens: what ran out yesterday is told today.
    "look-at-notices": {"task": "provinces.tasks.look_at_notices", "schedule": crontab(hour=5, minute=20)},
    "tell-silent-fraud": {"task": "provinces.tasks.tell_silent_fraud", "schedule": crontab(hour=5, minute=10)},
}
