"""The sentences of every room of the provinces: once this is imported, they stand in the one book."""

from provinces.cases import refusals as cases
from provinces.crossings import refusals as crossings
from provinces.duties import refusals as duties
from provinces.files import refusals as files
from provinces.filings import refusals as filings
from provinces.intake import refusals as intake
from provinces.notices import refusals as notices
from provinces.office import refusals as office
from provinces.orders import refusals as orders
from provinces.remedies import refusals as remedies

ROOMS = (files, office, filings, notices, orders, cases, crossings, remedies, duties, intake)
