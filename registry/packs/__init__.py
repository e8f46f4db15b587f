"""Rule packs as an engine: typed groups of parameters with bounds and sources. It knows no points; see README.md."""
