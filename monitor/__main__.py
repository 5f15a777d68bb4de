"""`python -m monitor` is the command `terms-monitor`."""

from monitor.cli import main

main()
