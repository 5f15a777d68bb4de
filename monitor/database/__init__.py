"""The database itself: its tables, connections, migrations, locks and the packing of large values."""

from monitor.database.connection import Database, connect, is_there
from monitor.database.locks import hold
from monitor.database.packing import pack, unpack
from monitor.database.trouble import shown

__all__ = ["Database", "connect", "hold", "is_there", "pack", "shown", "unpack"]
