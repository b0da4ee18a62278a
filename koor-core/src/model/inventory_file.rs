//! An inventory that was written to a file, read back.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::kube::KubeParts;
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
        serde_json::from_slice(bytes).or_else(|error| {
            Self::of_an_older_file(bytes)
                .ok_or_else(|| format!("it is damaged, or no inventory: {}", clipped(&error.to_string())))
        })
    }

    /// An inventory of before Kubernetes was asked: its parts are not asked.
    fn of_an_older_file(bytes: &[u8]) -> Option<Self> {
        let mut file: Map<String, Value> = serde_json::from_slice(bytes).ok()?;
        let parts = serde_json::to_value(KubeParts::not_asked()).ok()?;
        let parts = parts.as_object()?;
        // Where one of them is there, the file is no older one: what is missing is a damage.
        if parts.keys().any(|part| file.contains_key(part)) {
            return None;
        }
        file.extend(parts.clone());
        serde_json::from_value(Value::Object(file)).ok()
    }
}
