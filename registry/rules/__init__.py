"""The rule engine: pure functions of facts, rule packs and dates. See README.md for articles and tests."""
