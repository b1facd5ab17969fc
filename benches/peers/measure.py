"""Runs one command and prints what it took as one line of JSON.

`peak_kib` is the most memory that the command, or any process it waited for, held at once.

usage: measure.py COMMAND [ARGUMENT...]
"""

import json
import os
import subprocess
import sys
import time

started = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, text=True)
stdout = child.stdout.read()
_, status, usage = os.wait4(child.pid, 0)
seconds = time.perf_counter() - started
# Linux counts in KiB, macOS in bytes.
peak_kib = usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss
print(
    json.dumps(
        {
            "status": os.waitstatus_to_exitcode(status),
            "seconds": round(seconds, 4),
            "peak_kib": peak_kib,
            "stdout": stdout,
        }
    )
)
