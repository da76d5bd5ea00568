"""What happens to a plot, by region: on record, in tenure, in use, in compliance."""

from domain.plot.events.compliance import *  # noqa: F403
from domain.plot.events.record import *  # noqa: F403
from domain.plot.events.tenure import *  # noqa: F403
from domain.plot.events.use import *  # noqa: F403
