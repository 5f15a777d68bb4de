"""The database itself: its tables, connections, migrations, locks and the packing of large values."""

from monitor.database.backup import copy_pages, new_file
from monitor.database.compaction import compact, size
from monitor.database.condition import Condition, condition
from monitor.database.connection import Database, connect, is_there
from monitor.database.locks import Assure, hold
from monitor.database.migrate import newest, revision, upgrade
from monitor.database.packing import pack, unpack
from monitor.database.serial import serialise
from monitor.database.trouble import shown, trouble

__all__ = [
    "Assure",
    "Condition",
    "Database",
    "compact",
    "condition",
    "connect",
    "copy_pages",
    "hold",
    "is_there",
    "new_file",
    "newest",
    "pack",
    "revision",
    "serialise",
    "shown",
    "size",
    "trouble",
    "unpack",
    "upgrade",
]
