"""The database itself: its tables, connections, migrations, locks and the packing of large values."""

from monitor.database.connection import Database, connect, is_there, shown
from monitor.database.locks import Assure, hold
from monitor.database.packing import pack, unpack
from monitor.database.serial import serialise

__all__ = ["Assure", "Database", "connect", "hold", "is_there", "pack", "serialise", "shown", "unpack"]
