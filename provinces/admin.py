"""Pages of a province's office, of every room. Importing it registers them (Django does, when the admin starts)."""

# ruff: noqa: F401 - importing them is the point

import provinces.cases.admin
import provinces.crossings.admin
import provinces.duties.admin
import provinces.files.admin
import provinces.filings.admin
import provinces.intake.panels
import provinces.notices.admin
import provinces.office.admin
import provinces.orders.admin
import provinces.remedies.admin
from sync.admin.titles import name_fields

name_fields("provinces")
