//! The JSON Schemas that are kept in `docs/schema/` are the ones the model has.
//!
//! After a change of the model: `KOOR_BLESS=1 cargo test -p koor-core --features schema --test schema`.
#![cfg(feature = "schema")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what must hold by unwrapping it")]

use std::path::Path;

#[test]
fn the_kept_schema_is_the_models() {
    is_kept("inventory", &koor_core::model::schema());
}

/// Whoever writes a catalogue has an editor that tells a wrong key before Koor does.
#[test]
fn the_kept_schema_of_the_catalogue_is_the_models() {
    let schema = koor_core::model::catalogue::schema();
    is_kept("catalogue", &schema);
    let text = serde_json::to_value(&schema).unwrap();
    // Every table that the built-in catalogue has is one that the schema names, under the word that TOML has for it.
    let built_in: toml::Table = toml::from_str(koor_core::wire::catalogue::BUILT_IN).unwrap();
    for word in built_in.keys() {
        assert!(text["properties"].get(word).is_some(), "{word}");
    }
    assert_eq!(text["additionalProperties"], false);
}

fn is_kept(name: &str, schema: &impl serde::Serialize) {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../docs/schema/{name}.schema.json"));
    let mut text = serde_json::to_string_pretty(schema).unwrap();
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
