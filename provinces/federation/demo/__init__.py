"""The demonstration: published cases, played on real nodes, compared with what was published."""
