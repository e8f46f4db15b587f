"""Thresholds that no notice foresaw: start and length are stated, approved by another, and told by a notice (O26)."""
