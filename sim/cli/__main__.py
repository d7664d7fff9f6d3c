"""``python -m sim.cli`` is ``sim``."""

from sim.cli.app import main

if __name__ == "__main__":
    main()
