"""The measure of a workload: CPU and wall time of its work alone, start-up left out."""

import json
import os
import time


def measured(work):
    """Run `work` once and write what it cost (ns) where WORKLOAD_RESULT says, or print it."""
    cpu, wall = time.process_time_ns(), time.perf_counter_ns()
    work()
    cost = {"cpu": time.process_time_ns() - cpu, "wall": time.perf_counter_ns() - wall}
    path = os.environ.get("WORKLOAD_RESULT")
    if path:
        with open(path, "w", encoding="utf-8") as result:
            json.dump(cost, result)
    else:
        print(cost)
