"""How much CPU time each kind of process takes.

Read from ``/proc`` (Linux): user and system time of a process, its descendants, and those of its
descendants that have ended.
"""

import os
import time
from pathlib import Path
from typing import Final

TICK: Final = 1000 / os.sysconf("SC_CLK_TCK")
# Positions in /proc/PID/stat behind the name in brackets: parent, then the times.
PARENT, TIMES = 1, slice(11, 15)


def cpu_of(root: int) -> float:
    """Return the milliseconds that the process and all its descendants have computed so far."""
    processes = _processes()
    family, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        if pid not in processes:
            continue
        family += sum(processes[pid][1])
        waiting += [child for child, (parent, _times) in processes.items() if parent == pid]
    return family * TICK


def own_cpu() -> float:
    """Return the milliseconds that this process has computed so far."""
    return time.process_time() * 1000


def _processes() -> dict[int, tuple[int, list[int]]]:
    """Return every process: its parent, and its ticks with those of its ended children."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # ended meanwhile
        found[int(folder.name)] = (int(fields[PARENT]), [int(ticks) for ticks in fields[TIMES]])
    return found
