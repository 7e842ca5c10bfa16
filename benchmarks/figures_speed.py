"""Words a second of the figures grammar and of its peers, interleaved, on the same texts.

python benchmarks/figures_speed.py TEXTS [--quantulum3 PYTHON] [--cqe PYTHON] [--rounds 3]

TEXTS is a folder of .txt files. PYTHON is the interpreter of an environment of its own with the
peer in it: quantulum3 (pip install quantulum3), or CQE, which needs spaCy's small English model
and the locale en_US.UTF-8. Each round runs one after the other in new processes; loading a peer
is not timed.
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
CQE = """
import logging
from CQE import CQE
logging.disable()
read = CQE.CQE(overload=True).parse
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
    """Print the speed of each round, and the ratios of the best ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--quantulum3", metavar="PYTHON")
    parser.add_argument("--cqe", metavar="PYTHON")
    parser.add_argument("--number", type=int, default=84, help="of texts")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    runs = [("grammar", sys.executable, OURS)]
    runs += [("quantulum3", options.quantulum3, QUANTULUM)] if options.quantulum3 else []
    runs += [("CQE", options.cqe, CQE)] if options.cqe else []
    best = {name: 0.0 for name, _, _ in runs}
    for _ in range(options.rounds):
        for name, python, reader in runs:
            words, found, speed = timed(python, reader, options.texts, options.number)
            best[name] = max(best[name], speed)
            print(
                f"{name:12} {words} words, {found} found, {speed:,.0f} words a second", flush=True
            )
    for name, speed in best.items():
        if name != "grammar":
            print(f"{best['grammar'] / speed:.0f} times as many as {name}")


if __name__ == "__main__":
    main()
