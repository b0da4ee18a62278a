# Runs in a pod: commands as JSON lines on stdin, framed answers on stdout, until stdin ends.
import json, os, queue, socket, sys, threading, time

out = os.dup(1)
os.dup2(2, 1)  # whatever a library prints is no frame
writing = threading.Lock()


def say(head, body=b""):
    head["size"] = len(body)
    with writing:
        for piece in (json.dumps(head).encode() + b"\n", body):
            view = memoryview(piece)
            while view:
                view = view[os.write(out, view):]


lines = queue.Queue()
busy = [0]
counting = threading.Lock()


def listen():
    for line in sys.stdin.buffer:
        lines.put(line)
    os._exit(0)  # whoever asked has gone; librados is not waited for


start = json.loads(sys.stdin.buffer.readline())
try:
    import rados
except ImportError as error:
    say({"hello": 1, "missing": str(error)})
    os._exit(0)


class Failed(Exception):
    def __init__(self, step, error):
        super().__init__(step)
        self.at = time.monotonic()
        self.told = {"step": step, "errno": abs(getattr(error, "errno", None) or 0)}


class Handle:
    """A connection with its time limit: limits belong to the handle, not to the call."""

    def __init__(self, limit):
        self.lock, self.limit, self.rados, self.failed = threading.Lock(), limit, None, None

    def connected(self, began):
        with self.lock:
            if self.rados is None:
                if self.failed is not None and self.failed.at >= began:
                    raise self.failed
                try:
                    self.rados = self.connect()
                except Failed as failed:
                    self.failed = failed
                    raise
            return self.rados

    def connect(self):
        failed = None
        # A toolbox says in its environment for whom its keyring is.
        for name in start["names"] or [os.environ.get("ROOK_CEPH_USERNAME") or "client.admin"]:
            handle = None
            try:
                step = "make"
                handle = rados.Rados(name=name, clustername=start["cluster"])
                step = "conf"
                if start["conf"] is not None:
                    handle.conf_read_file(start["conf"]) if start["conf"] else handle.conf_read_file()
                step = "set"
                for option, value in start["options"].items():
                    handle.conf_set(option, value)
                for option, variable in start["variables"].items():
                    handle.conf_set(option, os.environ.get(variable, ""))
                for option in ("rados_mon_op_timeout", "rados_osd_op_timeout"):
                    handle.conf_set(option, str(self.limit))
                handle.conf_set("client_mount_timeout", str(min(self.limit, start["connect_s"])))
                step = "connect"
                handle.connect()
                return handle
            except Exception as error:
                failed = failed or Failed(step, error)
                if getattr(error, "errno", None) in (110, -110):
                    break
        raise failed


handles = {}


def greet(address, limit):
    """What a mon greets with: that needs neither a key nor a quorum."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), limit / 2) as stream:
            stream.settimeout(limit / 2)
            heard = b""
            while len(heard) < 7:
                piece = stream.recv(7 - len(heard))
                if not piece:
                    return "closed"
                heard += piece
            return "ceph" if heard in (b"ceph v2", b"ceph v0") else "other"
    except socket.gaierror:
        return "unresolved"
    except socket.timeout:
        return "late"
    except ConnectionRefusedError:
        return "refused"
    except OSError:
        return "unreachable"


def answer(asked):
    began = time.monotonic()
    head, body = {"id": asked["id"]}, b""
    try:
        if asked["to"] == "greeting":
            head["greeting"] = greet(asked["address"], asked["limit"])
        else:
            with counting:
                handle = handles.setdefault(asked["limit"], Handle(asked["limit"]))
            cluster = handle.connected(began)
            began = time.monotonic()
            command = json.dumps(asked["command"])
            if asked["to"] == "mon":
                # The mons pass on what the mgr answers: a command of the mgr's own crashes librados.
                status, body, words = cluster.mon_command(command, b"")
            else:
                status, body, words = cluster.osd_command(asked["osd"], command, b"")
            head["status"] = -abs(status)
            head["words"] = (words.decode(errors="replace") if isinstance(words, bytes) else words)[:1 << 20]
    except Failed as failed:
        head["failed"] = failed.told
    except Exception as error:
        head["failed"] = {"step": "ask", "errno": abs(getattr(error, "errno", None) or 0)}
    head["took_s"] = time.monotonic() - began
    say(head, body or b"")


def work():
    while True:
        asked = todo.get()
        try:
            answer(asked)
        except OSError:
            os._exit(0)
        finally:
            with counting:
                busy[0] -= 1


todo = queue.Queue()
threads = 0
threading.Thread(target=listen, daemon=True).start()
version = rados.Rados().version()
say({"hello": 1, "librados": "%d.%d.%d" % (version.major, version.minor, version.extra)})
while True:
    try:
        line = lines.get(timeout=start["idle_s"])
    except queue.Empty:
        with counting:
            if not busy[0]:
                os._exit(0)
        continue
    asked = json.loads(line)
    with counting:
        busy[0] += 1
        wanted = busy[0] > threads and threads < start["threads"]
    if wanted:
        threads += 1
        threading.Thread(target=work, daemon=True).start()
    todo.put(asked)
