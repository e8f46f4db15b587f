"""The content security policy: nothing from anywhere but this node, and what the admin's pages cannot do without.

Loosened for django-unfold 0.110, each point because pages stop working without it:

- ``script-src 'unsafe-eval'``: its Alpine.js reads expressions from attributes and compiles them. Inline
  scripts, event attributes and foreign scripts stay forbidden, so text that slips into a page still cannot
  run by itself.
- ``style-src-attr 'unsafe-inline'``: Alpine writes widths and heights as ``style`` attributes. ``<style>``
  elements stay forbidden; the colours that unfold would put into one are in our own stylesheet.
- ``img-src data:``: its stylesheet draws the marks of check boxes and selects from data addresses.
"""

from django.utils.csp import CSP

SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF],
    "style-src-elem": [CSP.SELF],
    "style-src-attr": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
