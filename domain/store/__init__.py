"""The store itself: the aggregate whose first event makes a log ours."""
