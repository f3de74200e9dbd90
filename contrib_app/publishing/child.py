"""A process of its own for what may overrun or misbehave: bounded time, memory and files."""

import os
import resource
import signal
import subprocess
import sys

from contrib_app.publishing.errors import Unreachable

MEGABYTES = 4096


def run_child(module: str, *arguments: str, given: str = "", seconds: float) -> str:
    """Run a module of ours, and return what it prints. Ends it with all its children when it
    overruns, and raises Unreachable; so it does when it ends badly."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, str(int(seconds)), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        env={key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ},
    )
    try:
        out, _ = process.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise Unreachable(f"{module} takes too long") from None
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if process.returncode:
        raise Unreachable(f"{module} ended badly")
    return out


def limit(seconds: int) -> None:  # pragma: no cover - runs in the child
    """In the child: bound what it may take. Files may be written up to a megabyte."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))
