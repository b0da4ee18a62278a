# Asks a cluster's raw questions again and again, without Koor: one line of JSON an answer, on stdout.
# Arguments: commands as JSON objects, or `greet HOST:PORT` for a mon's greeting.
import json
import os
import socket
import sys
import time

import rados

LIMIT_S = 2
QUIET = {"rados_mon_op_timeout": str(LIMIT_S), "log_file": "", "admin_socket": "", "log_to_stderr": "false"}


def greet(address):
    host, port = address.rsplit(":", 1)
    try:
        with socket.create_connection((host, int(port)), LIMIT_S) as stream:
            return 0, {"greeting": stream.recv(7).decode("latin-1")}
    except OSError as error:
        return -(error.errno or 110), None


def ask(cluster, question):
    if question.startswith("greet "):
        return greet(question[6:])
    try:
        status, body, _ = cluster.mon_command(question, b"")
        return status, json.loads(body) if body.strip() else None
    except (rados.Error, ValueError):
        return -110, None


def main():
    cluster = rados.Rados(conffile=os.environ["CEPH_CONF"], name="client.admin", conf=QUIET)
    cluster.connect(timeout=10)
    while True:
        for number, question in enumerate(sys.argv[1:]):
            began = time.monotonic()
            status, body = ask(cluster, question)
            took = time.monotonic() - began
            print(json.dumps({"question": number, "took": took, "status": status, "body": body}), flush=True)
        time.sleep(0.1)


main()
