"""Tables of every room of the office: Django looks for them here."""

# ruff: noqa: F401 - importing them is the point

import provinces.cases.models
import provinces.crossings.models
import provinces.duties.models
import provinces.files.models
import provinces.notices.models
import provinces.office.models
import provinces.orders.models
import provinces.remedies.models
