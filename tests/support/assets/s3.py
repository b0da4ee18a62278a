"""Puts one bucket or object into the object gateway: s3.py HOST:PORT ACCESS SECRET PATH [CONTENT]

Signs the request itself, since no root has an S3 client.  The packages of Ceph bring Python along.
"""

import datetime
import hashlib
import hmac
import http.client
import sys


def keyed(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256)


address, access, secret, path, *content = sys.argv[1:]
body = "".join(content).encode()
time = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
digest = hashlib.sha256(body).hexdigest()
scope = [time[:8], "default", "s3", "aws4_request"]
# Every header that is sent is signed, which the newest gateways insist on.
headers = {"host": address, "x-amz-content-sha256": digest, "x-amz-date": time}
names = ";".join(headers)
lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
request = f"PUT\n{path}\n\n{lines}\n{names}\n{digest}"
text = "\n".join(["AWS4-HMAC-SHA256", time, "/".join(scope), hashlib.sha256(request.encode()).hexdigest()])
key = ("AWS4" + secret).encode()
for part in scope:
    key = keyed(key, part).digest()
headers["authorization"] = (
    f"AWS4-HMAC-SHA256 Credential={access}/{'/'.join(scope)}, SignedHeaders={names}, "
    f"Signature={keyed(key, text).hexdigest()}"
)
connection = http.client.HTTPConnection(address, timeout=30)
connection.request("PUT", path, body, headers)
answer = connection.getresponse()
if answer.status != 200:
    sys.exit(f"PUT {path}: {answer.status} {answer.read().decode()}")
