"""How things are written: documents, names, codes and numbers, as people and spreadsheets type them."""
