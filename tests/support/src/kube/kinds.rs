//! Where objects of a kind are in the API, as the API server itself says.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::api::{Api, Body};
use crate::Error;

/// The plural of a kind, and whether its objects are in namespaces.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Resource {
    plural: String,
    namespaced: bool,
}

/// What was learnt so far, by version of the API and kind.
#[derive(Debug, Default)]
pub(super) struct Kinds {
    known: Mutex<HashMap<(String, String), Resource>>,
}

impl Kinds {
    /// The path of an object that says its kind, its name, and its namespace if it has one.
    pub(super) fn path(&self, api: &Api, object: &Value) -> Result<String, Error> {
        let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let (version, kind, name) = (text("/apiVersion"), text("/kind"), text("/metadata/name"));
        let resource = self.resource(api, version, kind)?;
        let root = root(version);
        Ok(if resource.namespaced {
            let namespace = match text("/metadata/namespace") {
                "" => "default",
                namespace => namespace,
            };
            format!("{root}/namespaces/{namespace}/{}/{name}", resource.plural)
        } else {
            format!("{root}/{}/{name}", resource.plural)
        })
    }

    fn resource(&self, api: &Api, version: &str, kind: &str) -> Result<Resource, Error> {
        let key = (version.to_owned(), kind.to_owned());
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(resource) = known().get(&key) {
            return Ok(resource.clone());
        }
        // Not there the last time may be there now: definitions are made as a test goes on.
        let list = api.object("GET", &root(version), Body::None)?;
        let mut known = known();
        for one in list["resources"].as_array().into_iter().flatten() {
            let (Some(name), Some(kind)) = (one["name"].as_str(), one["kind"].as_str()) else { continue };
            if !name.contains('/') {
                let namespaced = one["namespaced"] == true;
                let resource = Resource { plural: name.to_owned(), namespaced };
                known.insert((version.to_owned(), kind.to_owned()), resource);
            }
        }
        known.get(&key).cloned().ok_or_else(|| Error::Api {
            request: format!("GET {}", root(version)),
            status: 404,
            message: format!("there is no kind {kind}"),
        })
    }
}

fn root(version: &str) -> String {
    if version.contains('/') { format!("/apis/{version}") } else { format!("/api/{version}") }
}
