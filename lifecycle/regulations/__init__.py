"""Regulation packs: package data, read by `lifecycle.regulation`."""
