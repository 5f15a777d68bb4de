"""What one step may cost; a page that costs more is not read, and harms nothing else."""

from __future__ import annotations

CPU_SECONDS = 60
WALL_SECONDS = 180.0  # more, as the machine may be busy
MEMORY_BYTES = 1 << 30
TIRED_BYTES = 300 << 20  # a process that once took so much is not used again: it gives little of it back
