#!/usr/bin/env python3
"""Compares the results of `mvn -P jmh` with the stored ones: compare.py [RESULTS] [BASELINE]; --store makes them the stored ones.

Bytes allocated per operation are the same on every machine, so growth by more than 5 % (and 8 bytes) fails: exit status 1.
Times are not: they are printed with their ratio, for two runs on one machine.
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent


def measured(path):
    """Name to nanoseconds and bytes per operation, out of what JMH wrote."""
    results = {}
    for run in json.loads(path.read_text()):
        name = ".".join(run["benchmark"].split(".")[-2:])
        allocated = run["secondaryMetrics"]["gc.alloc.rate.norm"]["score"]
        results[name] = [round(run["primaryMetric"]["score"], 1), round(allocated)]
    return results


def main(arguments):
    store = "--store" in arguments
    files = [a for a in arguments if not a.startswith("--")]
    fresh = pathlib.Path(files[0]) if files else HERE.parent.parent / "target" / "jmh.json"
    stored = pathlib.Path(files[1]) if len(files) > 1 else HERE / "baseline.json"
    after, worse = measured(fresh), 0
    if store:
        stored.write_text(json.dumps(after, indent=2, sort_keys=True) + "\n")
        return 0
    before = json.loads(stored.read_text())
    print(f"{'benchmark':42} {'ns':>9} {'ratio':>6} {'bytes':>8} {'before':>8}")
    for name, (nanos, size) in sorted(after.items()):
        if name not in before:
            print(f"{name:42} {nanos:9.1f} {'new':>6} {size:8.0f}")
            continue
        nanos_before, size_before = before[name]
        grown = size > size_before * 1.05 and size > size_before + 8
        worse += grown
        print(f"{name:42} {nanos:9.1f} {nanos / nanos_before:6.2f} {size:8.0f} {size_before:8.0f}{'  MORE' if grown else ''}")
    return 1 if worse else 0


sys.exit(main(sys.argv[1:]))
