//! Reading a recording that is a folder.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use super::RecordingError;
use super::index::{self, Files, INDEX, Index};
use super::limits::MAX_INDEX;

/// Reads a folder: the index, and the files that belong to it.
pub(super) fn read(folder: &Path, name: &str) -> Result<(Index, Files), RecordingError> {
    let unreadable = |source| RecordingError::Unreadable { name: name.to_owned(), source };
    let root = fs::canonicalize(folder).map_err(unreadable)?;
    let Some(bytes) = regular_file(&root, INDEX, MAX_INDEX, name)? else {
        let mut content = fs::read_dir(&root).map_err(unreadable)?;
        let name = name.to_owned();
        return Err(match content.next() {
            None => RecordingError::EmptyFolder { name },
            Some(_) => RecordingError::NoIndex { name },
        });
    };
    let index = Index::read(&bytes, name)?;
    let expected = index.expected(name)?;
    let mut files = Files::new();
    for (file, expected) in &expected {
        // One byte more than expected tells a file that has grown, without reading all of it.
        if let Some(bytes) = regular_file(&root, file, expected.bytes, name)? {
            files.insert(file.clone(), bytes);
        }
    }
    index::check_files(&files, &expected, name)?;
    Ok((index, files))
}

/// A file of the folder, `None` where it is not there. A link, or a folder that is one and leads out, is refused.
fn regular_file(root: &Path, file: &str, most: u64, name: &str) -> Result<Option<Vec<u8>>, RecordingError> {
    let unreadable = |source| RecordingError::Unreadable { name: name.to_owned(), source };
    let forbidden = |what| RecordingError::Forbidden { name: name.to_owned(), file: file.to_owned(), what };
    let path = root.join(file);
    let found = match fs::symlink_metadata(&path) {
        Ok(found) => found,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    if found.is_symlink() {
        return Err(forbidden("is a link"));
    }
    if !found.is_file() {
        return Err(forbidden("is no regular file"));
    }
    if !fs::canonicalize(&path).map_err(unreadable)?.starts_with(root) {
        return Err(forbidden("leads out of it"));
    }
    if file == INDEX && found.len() > most {
        return Err(index::too_large(
            name,
            format!("an index of {} bytes", found.len()),
            format!("{most} bytes"),
        ));
    }
    if file != INDEX && found.len() != most {
        let why = format!("it has {} bytes instead of {most}", found.len());
        return Err(index::damaged(name, file, &why));
    }
    let mut bytes = Vec::new();
    File::open(&path).and_then(|open| open.take(most + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    Ok(Some(bytes))
}
