"""The WSGI application of the web process."""

from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

from registry.conf import checks  # noqa: E402
from registry.doors.api.express import ExpressLane  # noqa: E402 - after setup

application = ExpressLane(django_application)
checks.refuse_to_start()
