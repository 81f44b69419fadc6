"""The command that puts a record in front of people: pages and API on this machine."""

import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from montjoie.cli_parts import RECORD, Quiet, Record, note
from montjoie.errors import InputError

PORT = 8400
HOST = "127.0.0.1"

serving = typer.Typer()


@serving.command()
def serve(
    record: Record = RECORD,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="the port; 0 takes a free one")] = PORT,
    quiet: Quiet = False,
) -> None:
    """Show the record in a browser on this machine: pages, and the API at /api/v1. Nobody else can reach it. Ctrl-C ends it."""
    import uvicorn

    from montjoie import __version__
    from montjoie.moments import Moments
    from montjoie.serve.app import make_app

    door = _door(port)
    moments = Moments(record)
    address = f"http://{HOST}:{door.getsockname()[1]}"
    if not quiet:
        note(f"reading {record} …")
    moments.moment(None)
    app = make_app(moments, __version__, Path(record).name)
    note(f"{record} is at {address} (Ctrl-C ends it)")
    sys.stderr.flush()
    try:
        uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)).run(sockets=[door])
    finally:
        moments.close()
        door.close()


def _door(port: int) -> socket.socket:
    """Return a socket that listens on this machine alone. Raises InputError where the port is taken."""
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((HOST, port))
        door.listen(128)
    except OSError as error:
        door.close()
        reason = "is in use by another program" if error.errno in (98, 48) else f"cannot be used ({error.strerror})"
        raise InputError(f"port {port} {reason}; name another with --port, or --port 0 for any free one") from error
    return door
