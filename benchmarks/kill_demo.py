"""Kills the demo at random moments, runs it again, and compares the releases byte for byte.

usage: python benchmarks/kill_demo.py [TIMES]
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def project(folder: Path) -> Path:
    """A project like this checkout's, without anything that was made from it."""
    for name in ("dateline.toml", "corpus/sources.toml", "annotations"):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    return folder


def start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dateline", "demo", "--project", str(folder)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)


def digest(release: Path) -> dict[str, str]:
    """The SHA-256 of every file of a release."""
    files = sorted(path for path in release.rglob("*") if path.is_file())
    return {
        str(path.relative_to(release)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    rng = random.Random(2026)
    with tempfile.TemporaryDirectory() as name:
        begin = time.monotonic()
        assert start(project(Path(name, "whole"))).wait() == 0, "the demo fails"
        seconds = time.monotonic() - begin
        whole = digest(Path(name, "whole", "dist"))
        print(f"undisturbed: {seconds:.1f} s, {len(whole)} files")
        for number in range(times):
            folder = project(Path(name, f"killed-{number}"))
            pause = rng.uniform(0.05, 0.95) * seconds
            process = start(folder)
            time.sleep(pause)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            assert start(folder).wait() == 0, f"killed after {pause:.2f} s, it does not go on"
            same = digest(folder / "dist") == whole
            print(f"killed after {pause:5.2f} s: {'the same release' if same else 'DIFFERENT'}")
            if not same:
                sys.exit(1)


if __name__ == "__main__":
    main()
