"""The web process."""

from django.core.wsgi import get_wsgi_application

from registry.conf import checks

application = get_wsgi_application()
checks.refuse_to_start()
