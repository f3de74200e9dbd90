"""Aides locales de Paris, Rennes, Brest et Seine-Saint-Denis, en extension d'OpenFisca-France."""
