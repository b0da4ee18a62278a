//! The JSON Schema that is kept in `docs/schema/` is the one the model has.
//!
//! After a change of the model: `KOOR_BLESS=1 cargo test -p koor-core --features schema --test schema`.
#![cfg(feature = "schema")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what must hold by unwrapping it")]

use std::path::Path;

#[test]
fn the_kept_schema_is_the_models() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema/inventory.schema.json");
    let mut text = serde_json::to_string_pretty(&koor_core::model::schema()).unwrap();
    text.push('\n');
    if std::env::var_os("KOOR_BLESS").is_some() {
        std::fs::write(&kept, &text).unwrap();
    }
    let before = std::fs::read_to_string(&kept).unwrap_or_default();
    assert!(
        before == text,
        "{} is not what the model says: look at the difference, then run this test with KOOR_BLESS=1",
        kept.display()
    );
}
