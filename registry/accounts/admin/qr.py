"""A QR code as a picture inside the page: the content security policy lets no picture in from elsewhere."""

import io

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def qr_code(text: str, *, title: str) -> SafeString:
    """Return the QR code of a text as SVG, dark on white whatever the page's colours: cameras want it so."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, dark="#000", light="#fff", nl=False
    )
    drawing = out.getvalue().decode()
    return format_html('<div class="pq-qr" role="img" aria-label="{}">{}</div>', title, mark_safe(drawing))  # noqa: S308 - drawn here, from modules
