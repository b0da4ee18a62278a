//! How large a recording may be. A recording may come from anybody, and is read into memory.

/// Entries in an index. A day of status, health and digests every 5 s is 70,000.
pub(super) const MAX_ENTRIES: usize = 100_000;

/// Bytes of `index.json`: an entry takes 400.
pub(super) const MAX_INDEX: u64 = 64 << 20;

/// Bytes of one answer: the `pg dump` of 100,000 PGs is 226 MB; twice that.
pub(super) const MAX_ENTRY: u64 = 512 << 20;

/// Bytes of all answers: four times the largest one.
pub(super) const MAX_TOTAL: u64 = 2 << 30;

/// What an archive may hold beside the answers: the index, 1 KiB around each file, files that nobody asked for.
pub(super) const MAX_AROUND: u64 = MAX_INDEX + (256 << 20);

/// The window that zstd may ask memory for, as a power of two: 128 MiB, the most that `zstd` writes unless told
/// otherwise (`--long=28` and above).
pub(super) const MAX_WINDOW_LOG: u32 = 27;

/// Members of one command: Koor's own have up to four, Ceph's longest a dozen.
pub(super) const MAX_MEMBERS: usize = 64;

/// Words of one list in a command.
pub(super) const MAX_WORDS: usize = 1024;

/// What any archive may unpack to, however small it is.
pub(super) const FREE: u64 = 256 << 20;

/// How much more an archive may unpack to, as a multiple of its own size. Answers shrink to a tenth, the same answer
/// again and again to a hundredth; nothing that a cluster says shrinks to a thousandth.
pub(super) const RATIO: u64 = 1000;
