"""Numbers of notices: given when a notice is made, one after the other, so that none is missing (art. 31)."""

from datetime import date

from django.db.models import F

from provinces.notices.documents.clauses import number_of
from provinces.notices.models import NoticeNumbers
from provinces.office.services.stepping import division


def next_number(word: str, issued_on: date) -> str:
    """Return the next number of a word. Goes back with the caller's transaction, so that no number is lost."""
    year = issued_on.year
    NoticeNumbers.objects.get_or_create(word=word, year=year)
    NoticeNumbers.objects.filter(word=word, year=year).update(last=F("last") + 1)
    return number_of(division(), year, NoticeNumbers.objects.get(word=word, year=year).last, word)
