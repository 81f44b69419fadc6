"""Runs the command line: `python -m montjoie`."""

from montjoie.cli import main

if __name__ == "__main__":
    main()
