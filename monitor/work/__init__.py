"""What is done with pages and their texts at a bounded cost: whole steps of the pipeline, for processes of their own.

Each takes and gives bytes and records alone. `monitor.pipeline.apart` has them done in such a process.
"""

from monitor.work.comparing import lay_out, written
from monitor.work.judging import clauses, review
from monitor.work.reading import look_at, read, read_again, read_with_links, verdict

__all__ = ["clauses", "lay_out", "look_at", "read", "read_again", "read_with_links", "review", "verdict", "written"]
