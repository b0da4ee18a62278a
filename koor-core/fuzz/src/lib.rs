//! What the fuzz targets do, one module a target; `fuzz_targets` only names them for libFuzzer.
//!
//! Every input ends well: no panic, no overflow (debug assertions are on), and no more memory at once than
//! [`Budget`] grants for its length.

use peak_alloc::PeakAlloc;

pub mod canned;
pub mod catalogue;
pub mod conf;
pub mod decode;
pub mod greeting;
pub mod inventory_file;
pub mod recording_archive;
pub mod recording_folder;
pub mod redact;
pub mod round;
pub mod show;
pub mod single;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// How many bytes a target may hold at once.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// Whatever the input.
    pub base: usize,
    /// For each byte of the input.
    pub each: usize,
}

/// Runs a target over one input and sees that it kept to its budget.
pub fn watched(data: &[u8], run: fn(&[u8]) -> Budget) {
    let before = ALLOCATED.current_usage();
    ALLOCATED.reset_peak_usage();
    let Budget { base, each } = run(data);
    let took = ALLOCATED.peak_usage().saturating_sub(before);
    let most = base + each * data.len();
    assert!(took <= most, "{took} bytes were held at once for an input of {}, {most} are granted", data.len());
}

/// A string of the input: what is no UTF-8 becomes what a reader would see of it.
fn text(data: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(data)
}
