"""An officer: who may act for the administration, in which role, where and until when."""
