//! Where a recording stands until it is complete, and how it gets its name.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::RecordingError;
use super::archive::ZSTD_MAGIC;
use super::index::{INDEX, Index};

/// How hard zstd tries: answers are JSON, which shrinks to a tenth at any level; above this it only gets slower.
const LEVEL: i32 = 9;

/// What a recording is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Folder,
    Archive,
}

/// A hidden folder beside the target. Dropped before it was finished, it is removed.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    target: PathBuf,
    form: Form,
    overwrite: bool,
}

impl Staging {
    /// Makes the folder.
    pub(super) fn create(target: &Path, form: Form, overwrite: bool) -> Result<Self, RecordingError> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        may_be_written(target, form, overwrite)?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = beside(target, &format!("partial-{}-{number}", std::process::id()))?;
        let staging = Self { folder, target: target.to_owned(), form, overwrite };
        private_folder(&staging.folder)
            .and_then(|()| private_folder(&staging.folder.join("ceph")))
            .and_then(|()| private_folder(&staging.folder.join("kube")))
            .map_err(|source| staging.error(source))?;
        Ok(staging)
    }

    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Writes one file of the recording.
    pub(super) fn write(&self, file: &str, bytes: &[u8]) -> Result<(), RecordingError> {
        private_file(&self.folder.join(file))
            .and_then(|mut open| open.write_all(bytes))
            .map_err(|source| self.error(source))
    }

    /// Writes the index and gives the recording its name.
    pub(super) fn finish(&self, index: &Index) -> Result<(), RecordingError> {
        // A struct of texts, numbers and lists always writes.
        let mut text = serde_json::to_vec_pretty(index).map_err(|error| self.error(error.into()))?;
        text.push(b'\n');
        match self.form {
            Form::Folder => {
                let unnamed = format!("{INDEX}.partial");
                self.write(&unnamed, &text)?;
                fs::rename(self.folder.join(unnamed), self.folder.join(INDEX))
                    .map_err(|source| self.error(source))?;
                may_be_written(&self.target, self.form, self.overwrite)?;
                self.replace_folder().map_err(|source| self.error(source))
            }
            Form::Archive => {
                let packed = self.folder.join("packed");
                self.pack(&packed, index, &text).map_err(|source| self.error(source))?;
                may_be_written(&self.target, self.form, self.overwrite)?;
                fs::rename(&packed, &self.target).map_err(|source| self.error(source))?;
                self.remove();
                Ok(())
            }
        }
    }

    /// Puts the folder in the place of what may stand there. A folder can't be renamed over a full one, so that one
    /// is put aside first.
    fn replace_folder(&self) -> std::io::Result<()> {
        if !self.target.exists() {
            return fs::rename(&self.folder, &self.target);
        }
        let mut aside = self.folder.clone().into_os_string();
        aside.push(".old");
        let aside = PathBuf::from(aside);
        fs::rename(&self.target, &aside)?;
        if let Err(error) = fs::rename(&self.folder, &self.target) {
            fs::rename(&aside, &self.target)?;
            return Err(error);
        }
        fs::remove_dir_all(aside)
    }

    /// All files as one archive, the index first.
    fn pack(&self, packed: &Path, index: &Index, text: &[u8]) -> std::io::Result<()> {
        let mut encoder = zstd::Encoder::new(private_file(packed)?, LEVEL)?;
        encoder.include_checksum(true)?;
        let mut archive = tar::Builder::new(encoder);
        let stamp = u64::try_from(index.recorded_at.as_second()).unwrap_or_default();
        archive.append_data(&mut header(text.len() as u64, stamp), INDEX, text)?;
        for entry in &index.entries {
            if let (Some(file), Some(bytes)) = (&entry.file, entry.bytes) {
                let body = File::open(self.folder.join(file))?;
                archive.append_data(&mut header(bytes, stamp), file, body)?;
            }
        }
        let file = archive.into_inner()?.finish()?;
        // The name must not stand before the bytes do, should the power fail.
        file.sync_all()
    }

    fn remove(&self) {
        let _gone = fs::remove_dir_all(&self.folder);
    }

    fn error(&self, source: std::io::Error) -> RecordingError {
        RecordingError::Write { path: self.target.clone(), source }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        self.remove();
    }
}

/// The same header for the same answers, whoever packs them.
fn header(bytes: u64, stamp: u64) -> tar::Header {
    let mut header = tar::Header::new_ustar();
    header.set_entry_type(tar::EntryType::Regular);
    header.set_size(bytes);
    header.set_mode(0o644);
    header.set_mtime(stamp);
    header
}

/// Refuses to write over anything, or, where that is allowed, over anything but a recording.
fn may_be_written(target: &Path, form: Form, overwrite: bool) -> Result<(), RecordingError> {
    let path = target.to_owned();
    let Ok(found) = fs::symlink_metadata(target) else {
        return Ok(());
    };
    if !overwrite {
        return Err(RecordingError::Exists { path });
    }
    let ours = match form {
        // Compressed with zstd is as far as a look at the first bytes can tell.
        Form::Archive => found.is_file() && begins_with_zstd(target),
        Form::Folder => {
            found.is_dir()
                && (target.join(INDEX).is_file()
                    || fs::read_dir(target).is_ok_and(|mut content| content.next().is_none()))
        }
    };
    if ours { Ok(()) } else { Err(RecordingError::NotOurs { path }) }
}

fn begins_with_zstd(path: &Path) -> bool {
    let mut magic = [0; 4];
    File::open(path).is_ok_and(|mut file| file.read_exact(&mut magic).is_ok() && magic == ZSTD_MAGIC)
}

/// A hidden name in the same folder, so that a rename never crosses file systems.
fn beside(target: &Path, suffix: &str) -> Result<PathBuf, RecordingError> {
    let Some(name) = target.file_name() else {
        return Err(RecordingError::NotOurs { path: target.to_owned() });
    };
    Ok(target.with_file_name(format!(".{}.{suffix}", name.to_string_lossy())))
}

/// For this user alone: what a cluster answers is nobody else's business.
fn private_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
