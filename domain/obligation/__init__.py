"""An obligation: what a project, a zone or an authority owes by a date, and what became of it."""
