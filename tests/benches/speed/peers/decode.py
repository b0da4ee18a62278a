"""Reads a `pg dump` with Python's json: seconds of the decoding alone, and the process's peak memory in bytes."""

import json
import resource
import sys
import time

with open(sys.argv[1], "rb") as file:
    body = file.read()
began = time.perf_counter()
dump = json.loads(body)
seconds = time.perf_counter() - began
pgs = len(dump["pg_map"]["pg_stats"])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"seconds": seconds, "peak": peak, "pgs": pgs, "version": sys.version.split()[0]}))
