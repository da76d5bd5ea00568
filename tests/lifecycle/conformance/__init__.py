"""Conformance: what is lawful gives no finding; what other software, a bug or a forger wrote does."""
