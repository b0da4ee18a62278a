//! Folders of clusters that could not clean up. Only a supervisor killed by hand leaves one; the next start
//! removes it.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Error;
use crate::error::Context;
use crate::kube::node;

/// Tells, in every cluster's folder, whose it is.
const MARK: &str = "testbed.json";
/// Set where the folder was asked to be kept.
const KEPT: &str = "kept";

/// Marks a cluster's folder.
pub(crate) fn mark(dir: &Path, description: &Value, keep: bool) -> Result<(), Error> {
    let path = dir.join(MARK);
    fs::write(&path, description.to_string()).at("write", &path)?;
    if keep {
        let path = dir.join(KEPT);
        fs::write(&path, "").at("write", &path)?;
    }
    Ok(())
}

/// Removes the folders whose supervisor is gone. What cannot be removed is left for the next time.
pub(crate) fn sweep() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else {
        return;
    };
    for entry in entries.flatten() {
        let dir = entry.path();
        let ours = entry.file_name().to_str().is_some_and(|name| name.starts_with("koor-"));
        if ours && !dir.join(KEPT).exists() && supervisor(&dir).is_some_and(|pid| !supervises(pid, &dir)) {
            control_groups(&dir);
            let _ = fs::remove_dir_all(&dir);
        }
    }
}

/// Removes the control groups that have a folder's name: a real node's, whose processes are gone.
pub(crate) fn control_groups(dir: &Path) {
    let Some(name) = dir.file_name().and_then(|name| name.to_str()) else {
        return;
    };
    for group in node::control_groups(name).iter().filter(|group| group.exists()) {
        remove_group(group);
    }
}

/// A group goes after those in it; its files go with it.
fn remove_group(group: &Path) {
    for inner in fs::read_dir(group).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if inner.is_dir() && !inner.is_symlink() {
            remove_group(&inner);
        }
    }
    let _ = fs::remove_dir(group);
}

/// The process number of the supervisor that a folder names.
fn supervisor(dir: &Path) -> Option<u64> {
    let mark: Value = serde_json::from_str(&fs::read_to_string(dir.join(MARK)).ok()?).ok()?;
    mark["supervisor"].as_u64()
}

/// Whether that process is the supervisor of that folder, and not another one that got its number since.
fn supervises(pid: u64, dir: &Path) -> bool {
    let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    line.split(|byte| *byte == 0).any(|arg| arg == dir.as_os_str().as_encoded_bytes())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_folders_without_a_supervisor_are_swept() {
        let make = |supervisor: u32, keep: bool| {
            let dir = tempfile::Builder::new().prefix("koor-").tempdir().unwrap().keep();
            mark(&dir, &json!({ "supervisor": supervisor }), keep).unwrap();
            dir
        };
        // Above every process number there can be.
        let (orphan, kept) = (make(u32::MAX, false), make(u32::MAX, true));
        let unmarked = tempfile::Builder::new().prefix("koor-").tempdir().unwrap();
        sweep();
        assert!(!orphan.exists());
        assert!(kept.exists());
        assert!(unmarked.path().exists());
        fs::remove_dir_all(kept).unwrap();
    }
}
