"""Tables of every room: Django looks for them here. What a table is, its room says."""

# ruff: noqa: F401 - importing them is the point

import registry.accounts.models
import registry.institutions.models
import registry.packs.models
import registry.payment.models
import registry.people.models
import registry.qualification.models
import registry.regulators.models
import registry.vault.models
