//! A recording as one file. The first byte chooses: what follows is the file, or the tar inside of it, or the index inside
//! of that with a body behind it.

use std::sync::Arc;

use koor_core::Koor;
use koor_core::adapter::recording::Recording;
use koor_core::model::Inventory;

use crate::Budget;
use crate::show::{self, every_view};

/// The target.
pub fn run(data: &[u8]) -> Budget {
    let Some((choice, rest)) = data.split_first() else {
        return Budget { base: 0, each: 0 };
    };
    let made;
    let bytes = match choice % 3 {
        0 => rest,
        1 => {
            made = packed(rest);
            &made
        }
        _ => {
            made = packed(&tar_of(&super::recording_folder::parts(rest)));
            &made
        }
    };
    match Recording::from_bytes(bytes) {
        Ok(recording) => replayed(recording),
        Err(error) => {
            let sentence = error.to_string();
            assert!(sentence.chars().count() < 2_000 && !sentence.contains('\n'), "{sentence}");
            drop((error.kind(), format!("{error:?}")));
        }
    }
    // zstd decompresses into a window that the file asks for, up to 128 MiB; what a bomb may unpack to stands in
    // `limits`, and 16 KiB of one don't come near it.
    Budget { base: 300 << 20, each: 1 << 10 }
}

/// A recording that was taken is looked through.
pub(crate) fn replayed(recording: Recording) {
    let many = recording.index().entries.len() > 64;
    let koor = Koor::over(Arc::new(recording)).with_clock(Arc::new(show::Still));
    let inventory: Inventory = show::wait(koor.inventory());
    every_view(&inventory, show::now());
    if !many {
        show::wait(async {
            let mut top = koor.watch_top();
            for _ in 0..3 {
                let look = top.next().await;
                drop((look.now(), look.health()));
            }
        });
    }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap_or_else(|error| panic!("{error}"))
}

/// A tar of regular files, as `koor record` writes one; its sums are right.
fn tar_of(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, bytes) in files {
        let mut header = [0_u8; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[100..107].copy_from_slice(b"0000644");
        header[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
        header[136..147].copy_from_slice(b"00000000000");
        header[148..156].copy_from_slice(b"        ");
        header[156] = b'0';
        header[257..265].copy_from_slice(b"ustar\x0000");
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        out.extend_from_slice(&header);
        out.extend_from_slice(bytes);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.resize(out.len() + 1024, 0);
    out
}
