"""Runs commands of the Azure CLI one after another in one process, which saves a second each.

A line of input is a JSON list of arguments; a line of output is a JSON object with what a shell
would have seen: exitCode, out and err.
"""

import contextlib
import io
import json
import os
import sys
import tempfile

# Before the CLI is loaded: its log handlers keep the stream that they find.
errors = tempfile.TemporaryFile()
os.dup2(errors.fileno(), 2)

from azure.cli.core import get_default_cli


def run(arguments):
    errors.seek(0)
    errors.truncate()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            code = get_default_cli().invoke(arguments, out_file=out)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    sys.stderr.flush()
    errors.seek(0)
    return {"exitCode": code or 0, "out": out.getvalue(), "err": errors.read().decode()}


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
