"""A working calendar: which days of a year count as working days, by which decree."""
