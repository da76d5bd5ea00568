"""What is true of zones, plots, projects, parties and obligations, and what may be decided about them.

Pure: the standard library and pydantic, no clock, no randomness, no input or output. The package weighs
facts and never names a status; standing is governed by the table in `lifecycle.definitions`.
"""
