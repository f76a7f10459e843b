"""The loop around a workload for programs in Python; floor/lib/measure.c is the same in C."""
import json
import sys
import time


def measure(run, tear_down=lambda: None):
    warm_up, samples = map(int, sys.argv[1:])
    taken = []
    for _ in range(warm_up + samples):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
        tear_down()
    print(json.dumps({"first": taken[0], "samples": taken[warm_up:]}))
