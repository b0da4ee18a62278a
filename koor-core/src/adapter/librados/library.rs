//! The shared library and the few functions of it that are used.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::fmt;
use std::path::{Path, PathBuf};

use crate::model::Kind;
use crate::port::TransportError;

/// librados' opaque handle.
pub(super) type RadosT = *mut c_void;

type Create2 = unsafe extern "C" fn(*mut RadosT, *const c_char, *const c_char, u64) -> c_int;
type OnHandle = unsafe extern "C" fn(RadosT) -> c_int;
type Shutdown = unsafe extern "C" fn(RadosT);
type ConfReadFile = unsafe extern "C" fn(RadosT, *const c_char) -> c_int;
type ConfSet = unsafe extern "C" fn(RadosT, *const c_char, *const c_char) -> c_int;
type ConfGet = unsafe extern "C" fn(RadosT, *const c_char, *mut c_char, usize) -> c_int;
type MonCommand = unsafe extern "C" fn(
    RadosT,
    *const *const c_char,
    usize,
    *const c_char,
    usize,
    *mut *mut c_char,
    *mut usize,
    *mut *mut c_char,
    *mut usize,
) -> c_int;
type OsdCommand = unsafe extern "C" fn(
    RadosT,
    c_int,
    *const *const c_char,
    usize,
    *const c_char,
    usize,
    *mut *mut c_char,
    *mut usize,
    *mut *mut c_char,
    *mut usize,
) -> c_int;
type BufferFree = unsafe extern "C" fn(*mut c_char);
type VersionText = unsafe extern "C" fn() -> *const c_char;

/// The functions, resolved once. The library stays loaded for the life of the process: its threads outlive any
/// handle, so it is never closed.
pub(super) struct Library {
    version: LibraryVersion,
    pub create2: Create2,
    pub connect: OnHandle,
    pub shutdown: Shutdown,
    pub conf_read_file: ConfReadFile,
    pub conf_set: ConfSet,
    pub conf_get: ConfGet,
    pub mon_command: MonCommand,
    pub osd_command: OsdCommand,
    pub buffer_free: BufferFree,
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Library").field("version", &self.version).finish_non_exhaustive()
    }
}

/// Which Ceph release a librados is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryVersion {
    /// Ceph's version, `16.2.15`; `None` where the library does not say (its own number is 3.0.0 on every release).
    pub ceph: Option<semver::Version>,
    /// What was loaded.
    pub path: PathBuf,
}

impl fmt::Display for LibraryVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.ceph {
            Some(version) => version.fmt(f),
            None => write!(f, "of unknown version ({})", self.path.display()),
        }
    }
}

impl Library {
    /// Loads `path`, or the one the system finds as `librados.so.2`.
    pub(super) fn load(path: Option<&Path>) -> Result<Self, TransportError> {
        let name = path.unwrap_or(Path::new("librados.so.2"));
        // SAFETY: loading runs the library's constructors. librados' set up their own globals and install neither
        // signal handlers nor exit hooks that need us; whoever names another file by path answers for it.
        let loaded = unsafe { libloading::Library::new(name) }.map_err(|error| {
            // The error itself says no more than "dlopen failed"; its source names the file and what is wrong with it.
            let reason =
                std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
            let advice = if path.is_some() {
                "check the path given with --librados (KOOR_LIBRADOS)"
            } else {
                "install it (Debian: apt-get install librados2), or name its path with --librados"
            };
            TransportError::new(Kind::Unsupported, format!("librados can't be loaded ({reason}): {advice}"))
        })?;
        // Leaked on purpose: see the type's docs.
        let loaded: &'static libloading::Library = Box::leak(Box::new(loaded));
        let version = LibraryVersion { ceph: ceph_version(loaded), path: name.to_owned() };
        // SAFETY: the types of all of these are those of rados/librados.h, stable since Ceph 0.94.
        unsafe {
            Ok(Self {
                version,
                create2: symbol(loaded, "rados_create2")?,
                connect: symbol(loaded, "rados_connect")?,
                shutdown: symbol(loaded, "rados_shutdown")?,
                conf_read_file: symbol(loaded, "rados_conf_read_file")?,
                conf_set: symbol(loaded, "rados_conf_set")?,
                conf_get: symbol(loaded, "rados_conf_get")?,
                mon_command: symbol(loaded, "rados_mon_command")?,
                osd_command: symbol(loaded, "rados_osd_command")?,
                buffer_free: symbol(loaded, "rados_buffer_free")?,
            })
        }
    }

    pub(super) fn version(&self) -> &LibraryVersion {
        &self.version
    }
}

/// # Safety
/// `T` must be the type of the function `name`.
unsafe fn symbol<T: Copy>(library: &'static libloading::Library, name: &str) -> Result<T, TransportError> {
    // SAFETY: the caller vouches for the type.
    unsafe { library.get::<T>(name.as_bytes()) }.map(|symbol| *symbol).map_err(|error| {
        TransportError::new(
            Kind::Unsupported,
            format!("this librados has no `{name}` ({error}): it is no librados of Ceph 14 or newer"),
        )
    })
}

/// Ceph's version out of the common library that librados brings along: `ceph_version_to_str()`, a C++ function
/// without arguments that returns a static C string.
fn ceph_version(library: &libloading::Library) -> Option<semver::Version> {
    // SAFETY: the mangled name carries the signature `ceph_version_to_str()`, whose result is a string literal.
    let text = unsafe {
        let function = library.get::<VersionText>("_Z19ceph_version_to_strv".as_bytes()).ok()?;
        let text = function();
        if text.is_null() {
            return None;
        }
        CStr::from_ptr(text)
    };
    semver::Version::parse(text.to_str().ok()?.split('-').next()?).ok()
}
