"""Lets the journeys' servers, and whatever they start, live at the moment of the journeys.

Python imports this by itself: `environment.sh` puts its folder on the path.
"""

import os
import time

import time_machine

_moment = time.time() + float(os.environ["E2E_CLOCK_OFFSET"]) / 1000
time_machine.travel(_moment, tick=True).start()
