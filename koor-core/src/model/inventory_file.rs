//! An inventory that was written to a file, read back.

use serde::Deserialize;

use super::{Inventory, SCHEMA_VERSION, clipped};

impl Inventory {
    /// Reads what `koor inventory -o json` wrote: an inventory's serde form, of this schema version or an older one.
    ///
    /// # Errors
    /// A piece of a sentence (`it is …`), where the bytes are something else or damaged.
    pub fn from_json(bytes: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Version {
            schema_version: u32,
        }
        let version: Version = serde_json::from_slice(bytes).map_err(|error| {
            let why = clipped(&error.to_string());
            format!("it is neither a recording nor what `koor inventory -o json` writes ({why})")
        })?;
        if version.schema_version > SCHEMA_VERSION {
            return Err(format!(
                "it was written by a newer koor (schema {}, this one knows {SCHEMA_VERSION})",
                version.schema_version
            ));
        }
        serde_json::from_slice(bytes)
            .map_err(|error| format!("it is damaged, or no inventory: {}", clipped(&error.to_string())))
    }
}
