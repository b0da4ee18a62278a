//! Secrets out of anything: none that was planted survives, and what was JSON stays the same JSON.

use koor_core::model::redact;
use serde_json::Value;

use crate::Budget;

/// A key as cephx writes it; made up.
const PLANTED: &str = "AQBhg0FnAAAAABAAvmXnPB5qZ0o8UXVYg4m3Rg==";

/// The target.
pub fn run(data: &[u8]) -> Budget {
    let _whatever = redact::bytes(data);
    let text = crate::text(data);
    let once = redact::text(&text);
    if let Ok(value) = serde_json::from_str::<Value>(&text) {
        let without = serde_json::from_str::<Value>(&once).unwrap_or_else(|error| panic!("{error}: {once}"));
        same_shape(&value, &without);
        planted_in(value);
    }
    for dirty in [format!("{text}\nkey = {PLANTED}\n"), format!("key={PLANTED} {text}")] {
        let clean = redact::text(&dirty);
        assert!(!clean.contains(PLANTED), "{clean}");
    }
    Budget { base: 64 << 10, each: 1 << 10 }
}

fn same_shape(was: &Value, is: &Value) {
    match (was, is) {
        (Value::Object(was), Value::Object(is)) => {
            // Names with a secret in them become the same name, and then one of them is left.
            if was.keys().any(|name| redact::text(name) != *name) {
                return;
            }
            assert!(was.keys().eq(is.keys()), "{is:?}");
            was.values().zip(is.values()).for_each(|(was, is)| same_shape(was, is));
        }
        (Value::Array(was), Value::Array(is)) => {
            assert_eq!(was.len(), is.len());
            was.iter().zip(is).for_each(|(was, is)| same_shape(was, is));
        }
        _ => assert_eq!(std::mem::discriminant(was), std::mem::discriminant(is), "{was} became {is}"),
    }
}

/// A key at the end of every text of a JSON value.
fn planted_in(mut value: Value) {
    fn plant(value: &mut Value) {
        match value {
            Value::String(text) => {
                text.push_str(" key = ");
                text.push_str(PLANTED);
            }
            Value::Array(list) => list.iter_mut().for_each(plant),
            Value::Object(members) => members.values_mut().for_each(plant),
            _ => {}
        }
    }
    plant(&mut value);
    let dirty = value.to_string();
    let clean = redact::text(&dirty);
    assert!(!clean.contains(PLANTED), "{clean}");
    assert!(serde_json::from_str::<Value>(&clean).is_ok(), "{clean}");
}
