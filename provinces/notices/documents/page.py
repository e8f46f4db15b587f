"""A document as a page of HTML that prints as it stands; it asks nobody for anything."""

from django.template.loader import render_to_string

from provinces.notices.documents.paper import Paper


def html_of(paper: Paper) -> bytes:
    """Return the page."""
    return render_to_string("provinces/documents/paper.html", {"paper": paper}).encode()
