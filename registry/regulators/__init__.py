"""Subscriptions, and what regulators are told."""
