"""Exports: what is handed to people outside."""
