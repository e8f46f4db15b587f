"""Why something about filings, decisions and remedies is refused, by the rules or by what a registry knows."""

from registry.qualification.refusals import decisions, filings, packs, procedure, remedies

ALL = (decisions, filings, packs, procedure, remedies)
"""The parts, each of which has its sentences known."""
