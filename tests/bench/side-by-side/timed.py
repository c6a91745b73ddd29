"""proselint in a process of its own, as timed.mjs does it for the tools that run in Node.

usage: timed.py proselint|nothing start LENGTH ROUND | steady | find  TEXTS.json
"""

import json
import os
import sys
from time import perf_counter

MOST_WARMING = 4
MOST_TIMED = 8

name, task, *given = sys.argv[1:]
with open(given[-1], encoding="utf-8") as file:
    texts = json.load(file)

begun = perf_counter()
if name == "proselint":
    from proselint.checks import __register__
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    CheckRegistry().register_many(__register__)

    def check(text):
        return LintFile("post", text).lint()

else:

    def check(text):
        return []


set_up = perf_counter() - begun


def timed(text):
    begun = perf_counter()
    check(text)
    return (perf_counter() - begun) * 1e3


def times(all_texts, most):
    end = perf_counter() + most
    found = []
    for text in all_texts:
        if perf_counter() > end:
            break
        found.append(timed(text))
    return found


def units(text):
    """UTF-16 code units, in which the other tools count."""
    return len(text.encode("utf-16-le")) // 2


def spans(text):
    # The text is read with a line feed before and after it.
    read = f"\n{text}\n"
    places = [r.check_result.span for r in check(text)]
    ends = [(max(0, units(read[:start]) - 1), min(units(text), units(read[:end]) - 1)) for start, end in places]
    return [{"start": start, "end": end} for start, end in ends]


if task == "start":
    length, number = given[0], int(given[1])
    first = timed(texts["first"][length][number])
    for post in texts["unseen"]["280"]:
        check(post)
    with open("/proc/self/statm") as file:
        memory = int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    answer = {"setUp": set_up * 1e3, "first": first, "memory": memory}
elif task == "steady":
    answer = {"unseen": {}, "repeated": {}}
    for length in ("280", "3000"):
        times(texts["warm"][length], MOST_WARMING)
        unseen = texts["unseen"][length]
        answer["unseen"][length] = times(unseen, MOST_TIMED)
        answer["repeated"][length] = times([t for t in unseen[:5] for _ in range(20)], MOST_TIMED)
else:
    found = spans("🙂 This is very unique.")
    assert name == "nothing" or {"start": 11, "end": 22} in found, found
    answer = [spans(text) for text in texts["find"]]
print(json.dumps(answer))
