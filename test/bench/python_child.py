"""A child that answers until its input ends: one JSON request a line in, one JSON answer a line out.

Requests name an `act`; `seconds` in an answer is CPU time of this thread. `limitSeconds` ends a request that
pure Python computes (CPU time); the answer is then {late: true}. Folders in the arguments come before the
installed packages.
"""

import json
import platform
import signal
import sys
from difflib import SequenceMatcher
from importlib.metadata import version
from time import thread_time

from plain_reward import diff, explained, reward_of

sys.path[:0] = sys.argv[1:]
try:
    from cydifflib import SequenceMatcher as CompiledMatcher

    cydifflib, missing = version("cydifflib"), ""
except ImportError as error:
    CompiledMatcher, cydifflib, missing = None, "", str(error)

MATCHERS = {"cpython": SequenceMatcher, "cydifflib": CompiledMatcher}


class Late(Exception):
    """The request took longer than it may."""


def versions(_request):
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "cydifflib": cydifflib,
        "cydifflibMissing": missing,
    }


def ratio(request):
    matcher = MATCHERS[request["peer"]]
    return timed(lambda: matcher(None, request["a"], request["b"], autojunk=False).ratio(), request)


def blocks(request):
    matcher = SequenceMatcher(None, request["a"], request["b"], autojunk=False)
    found = [list(block) for block in matcher.get_matching_blocks()]
    return {"value": matcher.ratio(), "hex": matcher.ratio().hex(), "blocks": found}


def unified(request):
    return {"diff": diff(request["old"], request["new"])}


def explain(request):
    return explained(request["context"], request["oracle"], request["output"])


def reward(request):
    values, seconds = [], 0.0
    for output in request["outputs"]:
        since = thread_time()
        values.append(reward_of(request["context"], request["oracle"], output))
        seconds += thread_time() - since
    return {"values": values, "seconds": seconds}


def timed(work, request):
    """The median of a few runs."""
    took = []
    for _ in range(request.get("repeats", 1)):
        since = thread_time()
        value = work()
        took.append(thread_time() - since)
    return {"value": value, "seconds": sorted(took)[len(took) // 2]}


ACTS = {
    "versions": versions,
    "ratio": ratio,
    "blocks": blocks,
    "diff": unified,
    "explain": explain,
    "reward": reward,
}


def answer(request):
    signal.setitimer(signal.ITIMER_PROF, request.get("limitSeconds", 0))
    try:
        return ACTS[request["act"]](request)
    except Late:
        return {"late": True}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def raise_late(_signal, _frame):
    raise Late


def main():
    signal.signal(signal.SIGPROF, raise_late)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
