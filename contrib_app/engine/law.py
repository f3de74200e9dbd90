"""Which law is computed here: packages, loaded by name."""

COUNTRY = "openfisca_france"
EXTENSIONS = ["openfisca_mesaides"]
