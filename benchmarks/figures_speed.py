"""Words a second of the figures grammar and of its peers, interleaved, on the same texts.

python benchmarks/figures_speed.py TEXTS [--peer PYTHON] [--rounds 3]

TEXTS is a folder of .txt files. PYTHON is the interpreter of an environment of its own with
quantulum3 in it (pip install quantulum3); each round runs one after the other in new processes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

OURS = """
from dateline.predict.figures.grammar import figures_of as read
"""
QUANTULUM = """
from quantulum3 import parser
def read(text): return parser.parse(text)
"""
TIMED = """
import sys, time
from pathlib import Path
texts = [path.read_text("utf-8") for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
texts = texts[: int(sys.argv[2])]
read("It cost $5 and took 3 km.")
found, start = 0, time.process_time()
for text in texts:
    found += len(read(text))
seconds = time.process_time() - start
words = sum(len(text.split()) for text in texts)
print(words, found, words / seconds)
"""


def timed(python: str, reader: str, folder: Path, texts: int) -> tuple[int, int, float]:
    """Words, quantities found, and words a CPU second of one run in a new process."""
    command = [python, "-c", reader + TIMED, str(folder), str(texts)]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    words, found, speed = out.split()[-3:]
    return int(words), int(found), float(speed)


def main() -> None:
    """Print the speed of each round, and the ratio of the best ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--peer", required=True)
    parser.add_argument("--number", type=int, default=84, help="of texts")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    best = {"grammar": 0.0, "quantulum3": 0.0}
    for _ in range(options.rounds):
        for name, python, reader in (
            ("grammar", sys.executable, OURS),
            ("quantulum3", options.peer, QUANTULUM),
        ):
            words, found, speed = timed(python, reader, options.texts, options.number)
            best[name] = max(best[name], speed)
            print(f"{name:12} {words} words, {found} found, {speed:,.0f} words a second")
    print(f"ratio {best['grammar'] / best['quantulum3']:.0f}")


if __name__ == "__main__":
    main()
