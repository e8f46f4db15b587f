"""A province's node with one room more."""

from registry.conf.province import *  # noqa: F403 - settings modules are read by name
from registry.conf.province import INSTALLED_APPS as _INSTALLED

INSTALLED_APPS = [*_INSTALLED, "tests.architecture.gifts.apps.GiftsConfig"]
NOTIFY_REGULATORS = True
ALLOWED_HOSTS = ["testserver"]
