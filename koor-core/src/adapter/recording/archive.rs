//! Reading a `.tar.zst`: in memory, never unpacked, nothing believed.

use std::cell::RefCell;
use std::io::{BufRead, ErrorKind, Read};
use std::rc::Rc;

use tar::EntryType;

use super::RecordingError;
use super::index::{self, Files, INDEX, Index};
use super::limits::{FREE, MAX_AROUND, MAX_INDEX, MAX_TOTAL, MAX_WINDOW_LOG, RATIO};

/// The first bytes of anything compressed with zstd.
pub(super) const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Reads an archive of `size` bytes: the index, and the files that belong to it. Files that the index does not name are passed over.
pub(super) fn read(
    mut reader: impl BufRead,
    size: u64,
    name: &str,
) -> Result<(Index, Files), RecordingError> {
    let unreadable = |source| RecordingError::Unreadable { name: name.to_owned(), source };
    if !reader.fill_buf().map_err(unreadable)?.starts_with(&ZSTD_MAGIC) {
        return Err(RecordingError::NotZstd { name: name.to_owned() });
    }
    let mut decoder = zstd::Decoder::with_buffer(reader).map_err(unreadable)?;
    decoder.window_log_max(MAX_WINDOW_LOG).map_err(unreadable)?;
    let watch = Watch { most: most(size), failed: Rc::default() };
    let mut archive = tar::Archive::new(Watched { inner: decoder, left: most(size), watch: watch.clone() });
    let mut content = Content { name, index: None, files: Files::new() };
    // Raw: extended headers are not obeyed, so that no entry can give itself a name of any length.
    let entries = archive.entries().map_err(|error| watch.verdict(error, name, true))?.raw(true);
    let mut first = true;
    for entry in entries {
        let entry = entry.map_err(|error| watch.verdict(error, name, first))?;
        content.take(entry, &watch)?;
        first = false;
    }
    let Some((index, expected)) = content.index else {
        return Err(RecordingError::NoIndex { name: name.to_owned() });
    };
    index::check_files(&content.files, &expected, name)?;
    Ok((index, content.files))
}

/// How many bytes an archive of `size` bytes may unpack to.
const fn most(size: u64) -> u64 {
    let (by_size, all) = (FREE.saturating_add(size.saturating_mul(RATIO)), MAX_TOTAL + MAX_AROUND);
    if by_size < all { by_size } else { all }
}

/// What was taken out of the archive so far.
struct Content<'a> {
    name: &'a str,
    index: Option<(Index, std::collections::BTreeMap<String, index::Expected>)>,
    files: Files,
}

impl Content<'_> {
    fn take(&mut self, mut entry: tar::Entry<'_, impl Read>, watch: &Watch) -> Result<(), RecordingError> {
        let name = self.name;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let path = path.trim_start_matches("./").to_owned();
        let forbidden = |what| RecordingError::Forbidden { name: name.to_owned(), file: path.clone(), what };
        match entry.header().entry_type() {
            // A folder packed by hand has these, and dates in extended headers; neither says anything here.
            EntryType::Directory | EntryType::XHeader | EntryType::XGlobalHeader => return Ok(()),
            EntryType::Regular | EntryType::Continuous => {}
            EntryType::Symlink | EntryType::Link => return Err(forbidden("is a link")),
            EntryType::Char | EntryType::Block | EntryType::Fifo => return Err(forbidden("is a device")),
            _ => return Err(forbidden("is no regular file")),
        }
        index::check_path(&path, name)?;
        let size = entry.header().entry_size().map_err(|error| watch.verdict(error, name, false))?;
        let Some((_, expected)) = &self.index else {
            return self.take_index(entry, &path, size, watch);
        };
        let Some(expected) = expected.get(&path) else {
            return Ok(());
        };
        if size != expected.bytes {
            let why = format!("it has {size} bytes instead of {}", expected.bytes);
            return Err(index::damaged(name, &path, &why));
        }
        let bytes = all_of(&mut entry, size).map_err(|error| watch.verdict(error, name, false))?;
        if self.files.insert(path.clone(), bytes).is_some() {
            return Err(index::damaged(name, &path, "the archive holds it twice"));
        }
        Ok(())
    }

    fn take_index(
        &mut self,
        mut entry: impl Read,
        path: &str,
        size: u64,
        watch: &Watch,
    ) -> Result<(), RecordingError> {
        let name = self.name;
        if path != INDEX {
            return Err(RecordingError::IndexNotFirst { name: name.to_owned() });
        }
        if size > MAX_INDEX {
            return Err(index::too_large(
                name,
                format!("an index of {size} bytes"),
                format!("{MAX_INDEX} bytes"),
            ));
        }
        let bytes = all_of(&mut entry, size).map_err(|error| watch.verdict(error, name, false))?;
        let index = Index::read(&bytes, name)?;
        let expected = index.expected(name)?;
        self.index = Some((index, expected));
        Ok(())
    }
}

/// Exactly `size` bytes; what is claimed is only believed a megabyte at a time.
fn all_of(reader: &mut impl Read, size: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(1 << 20)).unwrap_or_default());
    reader.take(size).read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < size {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

/// The decompressed bytes, counted, and with a note of how the decoder failed: by then `tar` has wrapped its words.
struct Watched<R> {
    inner: R,
    left: u64,
    watch: Watch,
}

/// What the decoder said, if it failed.
#[derive(Clone)]
struct Watch {
    most: u64,
    failed: Rc<RefCell<Option<Failure>>>,
}

enum Failure {
    TooMuch(&'static str),
    Early,
    Broken,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            *self.watch.failed.borrow_mut() = Some(Failure::TooMuch("more decompressed bytes"));
            return Err(std::io::Error::other("too large"));
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        match self.inner.read(&mut buffer[..most]) {
            Ok(read) => {
                self.left -= read as u64;
                Ok(read)
            }
            Err(error) => {
                *self.watch.failed.borrow_mut() = Some(match error.kind() {
                    ErrorKind::UnexpectedEof => Failure::Early,
                    // zstd has no code of its own for it that the crate passes on.
                    _ if error.to_string().contains("too much memory") => Failure::TooMuch("its zstd window"),
                    _ => Failure::Broken,
                });
                Err(error)
            }
        }
    }
}

impl Watch {
    /// The sentence for an error of `tar` over all this.
    fn verdict(&self, error: std::io::Error, name: &str, first: bool) -> RecordingError {
        let name = name.to_owned();
        match &*self.failed.borrow() {
            Some(Failure::TooMuch(what)) => RecordingError::TooLarge {
                name,
                what: (*what).to_owned(),
                most: format!("{} bytes (window {} bytes)", self.most, 1_u64 << MAX_WINDOW_LOG),
            },
            Some(Failure::Early) => RecordingError::Truncated { name },
            None if first => RecordingError::NotTar { name },
            None if error.kind() == ErrorKind::UnexpectedEof => RecordingError::Truncated { name },
            Some(Failure::Broken) | None => RecordingError::Broken { name, source: error },
        }
    }
}
