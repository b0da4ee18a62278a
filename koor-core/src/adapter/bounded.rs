//! Files of somebody else's, read no further than what they may be long.
//!
//! Shared by whoever reads files whole; it is no adapter itself.

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

use crate::model::Bytes;

/// How long a file may be that people write by hand: Ceph's conf, a keyring, Koor's config.
pub(crate) const MAX_TEXT: u64 = 1 << 20;

/// The file's bytes.
///
/// # Errors
/// As the system's, and `FileTooLarge`. A file says how long it is only until it is read (`/dev/zero` says nothing).
pub(crate) fn bytes(path: &Path, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(Error::new(ErrorKind::FileTooLarge, format!("it is larger than {}", Bytes(most))));
    }
    Ok(bytes)
}

/// The text of a file that people write by hand.
///
/// # Errors
/// As [`bytes`], and `InvalidData` where it is no UTF-8.
pub(crate) fn text(path: &Path) -> Result<String> {
    String::from_utf8(bytes(path, MAX_TEXT)?)
        .map_err(|_| Error::new(ErrorKind::InvalidData, "it is not text (no UTF-8)"))
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::path::Path;

    use super::{MAX_TEXT, text};

    #[test]
    fn a_file_without_an_end_is_not_read_to_its_end() {
        let error = text(Path::new("/dev/zero")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::FileTooLarge);
        assert_eq!(error.to_string(), "it is larger than 1.0 MiB");
    }

    #[test]
    fn the_longest_text_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.conf");
        let longest = usize::try_from(MAX_TEXT).unwrap();
        std::fs::write(&path, " ".repeat(longest)).unwrap();
        assert_eq!(text(&path).unwrap().len(), longest);
        std::fs::write(&path, " ".repeat(longest + 1)).unwrap();
        assert_eq!(text(&path).unwrap_err().kind(), ErrorKind::FileTooLarge);
        assert_eq!(text(Path::new("/dev/null")).unwrap(), "");
    }
}
