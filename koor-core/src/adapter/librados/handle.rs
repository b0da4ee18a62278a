//! One `rados_t`, made safe: configured, connected, asked, and shut down only when nobody waits on it.

use std::collections::BTreeMap;
use std::ffi::{CString, c_char, c_int};
use std::ptr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::library::{Library, RadosT};
use crate::model::{Bytes, Command, Kind, MAX_ANSWER, Target};
use crate::port::TransportError;

/// What librados returned for a command.
#[derive(Debug)]
pub(super) struct Reply {
    pub status: i32,
    pub message: String,
    pub body: Vec<u8>,
}

/// A handle. Calls block; they are made on threads of [`workers`](super::workers) only.
///
/// Whoever makes a call holds an `Arc` of it meanwhile, so that `drop`, which shuts it down, can't happen under a
/// call that hangs: such a handle is simply never dropped.
#[derive(Debug)]
pub(super) struct Handle {
    library: Arc<Library>,
    raw: RadosT,
    /// A forked child inherits the handle but not the threads that serve it, and would hang on it.
    pid: u32,
    limit: Duration,
    calls: Mutex<BTreeMap<u64, Instant>>,
    next_call: AtomicU64,
}

// SAFETY: librados documents its handle as usable from any thread, several at once; the pointer itself is only read.
unsafe impl Send for Handle {}
// SAFETY: as above.
unsafe impl Sync for Handle {}

impl Handle {
    /// Makes a handle for a client such as `client.admin`, with `limit_s` as the time limit of everything it does.
    pub(super) fn create(
        library: Arc<Library>,
        cluster: &str,
        client: &str,
        limit_s: u64,
    ) -> Result<Self, TransportError> {
        let (cluster, client) = (c_string(cluster)?, c_string(client)?);
        let mut raw: RadosT = ptr::null_mut();
        // SAFETY: `raw` is a place for one handle; both names are C strings that outlive the call.
        let status = unsafe { (library.create2)(&raw mut raw, cluster.as_ptr(), client.as_ptr(), 0) };
        if status < 0 || raw.is_null() {
            return Err(internal("make a handle", status));
        }
        let limit = Duration::from_secs(limit_s);
        let (calls, next_call) = (Mutex::default(), AtomicU64::new(0));
        Ok(Self { library, raw, pid: std::process::id(), limit, calls, next_call })
    }

    /// Reads a conf file into the handle.
    pub(super) fn read_conf(&self, path: &std::path::Path) -> Result<(), i32> {
        let Ok(path) = CString::new(path.as_os_str().as_encoded_bytes()) else {
            return Err(-22);
        };
        // SAFETY: the handle is ours and alive; `path` outlives the call.
        match unsafe { (self.library.conf_read_file)(self.raw, path.as_ptr()) } {
            status if status < 0 => Err(status),
            _ => Ok(()),
        }
    }

    /// Sets one option.
    pub(super) fn set(&self, option: &str, value: &str) -> Result<(), TransportError> {
        let (name, value) = (c_string(option)?, c_string(value)?);
        // SAFETY: the handle is ours and alive; both strings outlive the call.
        match unsafe { (self.library.conf_set)(self.raw, name.as_ptr(), value.as_ptr()) } {
            status if status < 0 => Err(internal(&format!("set {option}"), status)),
            _ => Ok(()),
        }
    }

    /// The value of one option, its metavariables expanded; empty where it is unset or longer than 64 KiB.
    pub(super) fn get(&self, option: &str) -> String {
        let Ok(name) = c_string(option) else {
            return String::new();
        };
        let mut buffer = vec![0_u8; 64 * 1024];
        // SAFETY: the handle is ours and alive; the buffer is as long as is said and librados ends it with a zero.
        let status = unsafe {
            (self.library.conf_get)(
                self.raw,
                name.as_ptr(),
                buffer.as_mut_ptr().cast::<c_char>(),
                buffer.len(),
            )
        };
        if status < 0 {
            return String::new();
        }
        let end = buffer.iter().position(|byte| *byte == 0).unwrap_or(0);
        String::from_utf8_lossy(&buffer[..end]).into_owned()
    }

    /// Connects; takes up to the handle's limit.
    pub(super) fn connect(&self) -> Result<(), i32> {
        let _call = self.begin();
        // SAFETY: the handle is ours, alive and configured.
        match unsafe { (self.library.connect)(self.raw) } {
            0 => Ok(()),
            status => Err(-status.abs()),
        }
    }

    /// Sends one command and waits for librados to return.
    pub(super) fn command(&self, target: &Target, command: &Command) -> Result<Reply, TransportError> {
        if !self.is_of_this_process() {
            return Err(TransportError::new(
                Kind::Unsupported,
                "this process was forked from one that had opened librados: open the cluster again after the fork",
            ));
        }
        let mut object = serde_json::to_value(command).map_err(|error| {
            TransportError::new(
                Kind::Internal,
                format!("the command `{command}` can't be written as JSON: {error}"),
            )
        })?;
        object["format"] = "json".into();
        let text = c_string(&object.to_string())?;
        let _call = self.begin();
        let texts = [text.as_ptr()];
        let mut out = Buffers::new(&self.library);
        let (no_input, no_length) = (c"".as_ptr(), 0);
        let status = match target {
            // SAFETY: the handle is alive and connected, `texts` holds one C string that outlives the call, and the four
            // places behind `out` are valid; librados fills them with buffers that `Buffers` frees.
            Target::Mon | Target::Mgr => unsafe {
                (self.library.mon_command)(
                    self.raw,
                    texts.as_ptr(),
                    texts.len(),
                    no_input,
                    no_length,
                    &raw mut out.body,
                    &raw mut out.body_length,
                    &raw mut out.message,
                    &raw mut out.message_length,
                )
            },
            // SAFETY: as above; a number that no OSD has is answered with an error.
            Target::Osd(id) => unsafe {
                (self.library.osd_command)(
                    self.raw,
                    c_int::try_from(id.0).unwrap_or(c_int::MAX),
                    texts.as_ptr(),
                    texts.len(),
                    no_input,
                    no_length,
                    &raw mut out.body,
                    &raw mut out.body_length,
                    &raw mut out.message,
                    &raw mut out.message_length,
                )
            },
            Target::MonNamed(_) | Target::Daemon(_) => return Err(unsupported(target, command)),
        };
        out.reply(status, command)
    }

    /// Whether it was made here, and not in a process that this one was forked from.
    pub(super) fn is_of_this_process(&self) -> bool {
        std::process::id() == self.pid
    }

    /// Whether a call has outlived the handle's own limit: then librados hangs, and this handle with it.
    pub(super) fn is_stuck(&self) -> bool {
        let patience = self.limit + Duration::from_secs(2);
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.values().any(|since| since.elapsed() > patience)
    }

    fn begin(&self) -> InFlight<'_> {
        let number = self.next_call.fetch_add(1, Ordering::Relaxed);
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).insert(number, Instant::now());
        InFlight { handle: self, number }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // In a forked child the threads that a shutdown would wait for do not exist.
        if self.is_of_this_process() {
            // SAFETY: the last owner is going, so no call is under way; the handle is not used again.
            unsafe { (self.library.shutdown)(self.raw) };
        }
    }
}

struct InFlight<'a> {
    handle: &'a Handle,
    number: u64,
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.handle.calls.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}

/// How many bytes of what a daemon says beside an answer are kept: as many as of the `ceph` program's.
const MAX_MESSAGE: usize = 1 << 20;

/// The buffers that librados allocates for an answer.
struct Buffers<'a> {
    library: &'a Library,
    body: *mut c_char,
    body_length: usize,
    message: *mut c_char,
    message_length: usize,
}

impl<'a> Buffers<'a> {
    fn new(library: &'a Library) -> Self {
        Self { library, body: ptr::null_mut(), body_length: 0, message: ptr::null_mut(), message_length: 0 }
    }

    fn reply(&self, status: c_int, command: &Command) -> Result<Reply, TransportError> {
        // librados holds all of it already; what is too large is at least not held twice.
        if self.body_length as u64 > MAX_ANSWER {
            return Err(TransportError::new(
                Kind::Corrupt,
                format!("the answer to `{command}` is larger than {}", Bytes(MAX_ANSWER)),
            ));
        }
        let message = bytes(self.message, self.message_length);
        // A positive number was seen where a limit ran out; nothing Koor asks returns a count.
        Ok(Reply {
            status: -status.abs(),
            message: String::from_utf8_lossy(&message[..message.len().min(MAX_MESSAGE)]).trim().to_owned(),
            body: bytes(self.body, self.body_length).to_vec(),
        })
    }
}

impl Drop for Buffers<'_> {
    fn drop(&mut self) {
        for buffer in [self.body, self.message] {
            if !buffer.is_null() {
                // SAFETY: librados allocated it for us, and it is freed once.
                unsafe { (self.library.buffer_free)(buffer) };
            }
        }
    }
}

fn bytes<'a>(start: *const c_char, length: usize) -> &'a [u8] {
    if start.is_null() {
        return &[];
    }
    // SAFETY: librados says that `length` bytes stand there, and `Buffers` keeps them until after they were copied.
    unsafe { std::slice::from_raw_parts(start.cast::<u8>(), length) }
}

fn c_string(text: &str) -> Result<CString, TransportError> {
    CString::new(text).map_err(|_| {
        TransportError::new(
            Kind::InvalidInput,
            "a zero byte stands in a name, a path or a command's argument",
        )
    })
}

fn internal(what: &str, status: c_int) -> TransportError {
    TransportError::new(Kind::Internal, format!("librados declined to {what} (error {status})"))
}

fn unsupported(target: &Target, command: &Command) -> TransportError {
    TransportError::new(
        Kind::Unsupported,
        format!("librados can't send `{command}` to {target}: use the `ceph` program for it (--rung ceph)"),
    )
}
