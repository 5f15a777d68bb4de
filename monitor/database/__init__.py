"""The database itself: its tables, connections, migrations, locks and the packing of large values."""

from monitor.database.condition import Condition, condition
from monitor.database.connection import Database, connect, is_there, shown
from monitor.database.locks import hold
from monitor.database.packing import pack, unpack

__all__ = ["Condition", "Database", "condition", "connect", "hold", "is_there", "pack", "shown", "unpack"]
