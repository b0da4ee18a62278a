"""Stands in for the bcrypt module in the managers of Debian 13.

The packaged bcrypt is compiled Rust and refuses to be loaded into a Python sub-interpreter.  A Ceph manager
runs every module in one, and most of them import bcrypt by way of mgr_util, so almost none would load.  The C
library knows the same hash (its `$2b$`), so the three functions that Ceph calls are made from it here.
"""

import base64
import ctypes
import hmac
import os

# libcrypt wants some 32 KiB of scratch memory from its caller.
_SCRATCH = 32768
# bcrypt writes base 64 in an alphabet of its own order.
_STANDARD = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_BCRYPT = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

_crypt_r = ctypes.CDLL("libcrypt.so.1", use_errno=True).crypt_r
_crypt_r.restype = ctypes.c_char_p
_crypt_r.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p]


def gensalt(rounds=12, prefix=b"2b"):
    """A fresh salt, in the form that hashpw takes."""
    text = base64.b64encode(os.urandom(16)).rstrip(b"=")
    return b"$%s$%02d$%s" % (prefix, rounds, text.translate(bytes.maketrans(_STANDARD, _BCRYPT)))


def hashpw(password, salt):
    """The hash of a password; the salt may also be a whole hash."""
    found = _crypt_r(password, salt, ctypes.create_string_buffer(_SCRATCH))
    if not found or found.startswith(b"*"):
        raise ValueError("Invalid salt")
    return found


def checkpw(password, hashed_password):
    """Whether a password has that hash."""
    return hmac.compare_digest(hashpw(password, hashed_password), hashed_password)
