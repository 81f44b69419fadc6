"""`montjoie serve`: only this machine, a free port when asked, and what it says when it cannot."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import httpx

SERVE = [sys.executable, "-m", "montjoie", "serve"]


def test_a_record_is_served_to_this_machine_alone(sample_record: Path) -> None:
    with subprocess.Popen([*SERVE, "--record", str(sample_record), "--port", "0"], stderr=subprocess.PIPE, text=True) as server:
        said = next(line for line in server.stderr or () if "http" in line)
        found = re.search(r"http://([\d.]+):(\d+)", said)
        assert found
        assert found[1] == "127.0.0.1"
        assert "Montjoie" in httpx.get(f"{found[0]}/about").text
        server.terminate()


def test_a_port_that_is_taken_is_named_with_the_remedy(sample_record: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run([*SERVE, "--record", str(sample_record), "--port", port], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"port {port} is in use by another program; name another with --port" in done.stderr


def test_a_record_that_is_not_there_is_told_before_anything_is_served(tmp_path: Path) -> None:
    done = subprocess.run([*SERVE, "--record", str(tmp_path / "no.record"), "--port", "0"], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "make one with `montjoie run" in done.stderr
