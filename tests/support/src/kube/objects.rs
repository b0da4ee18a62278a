//! Objects: put in, changed, taken away, awaited. Paths are the API's own, such as
//! `/api/v1/namespaces/rook-ceph/pods/osd-0`.

use std::thread;

use serde_json::{Value, json};

use super::ControlPlane;
use super::api::Body;
use crate::Error;

/// Who owns the fields that tests set.
const MANAGER: &str = "fieldManager=koor-testbed&force=true&fieldValidation=Ignore";
/// Objects that are put in side by side.
const SIDE_BY_SIDE: usize = 8;
/// What the API server fills in itself and takes from nobody.
const SERVERS: &[&str] =
    &["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink"];

impl ControlPlane {
    /// The object of that path, or the list; none where there is nothing.
    pub fn get(&self, path: &str) -> Result<Option<Value>, Error> {
        match self.api.object("GET", path, Body::None) {
            Ok(object) => Ok(Some(object)),
            Err(Error::Api { status: 404, .. }) => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// The objects of a list, such as `/api/v1/pods?labelSelector=app%3Drook-ceph-osd`.
    pub fn list(&self, path: &str) -> Result<Vec<Value>, Error> {
        let list = self.api.object("GET", path, Body::None)?;
        Ok(list["items"].as_array().cloned().unwrap_or_default())
    }

    /// Makes an object, or changes it to be so (server-side apply); its `status`, if it has one, is set as well. Fields
    /// that only the API server may set are left out.
    pub fn apply(&self, object: &Value) -> Result<(), Error> {
        let mut wanted = object.clone();
        let status = wanted.as_object_mut().and_then(|fields| fields.remove("status"));
        if let Some(metadata) = wanted["metadata"].as_object_mut() {
            metadata.retain(|name, _| !SERVERS.contains(&name.as_str()));
        }
        let path = self.kinds.path(&self.api, &wanted)?;
        self.api.object("PATCH", &format!("{path}?{MANAGER}"), Body::Apply(&wanted))?;
        match status {
            Some(status) if status.is_object() => self.set_status(&path, &status),
            _ => Ok(()),
        }
    }

    /// The same for many, several at a time; the first error counts.
    pub fn apply_all(&self, objects: &[Value]) -> Result<(), Error> {
        let share = objects.len().div_ceil(SIDE_BY_SIDE).max(1);
        thread::scope(|scope| {
            let parts: Vec<_> = objects
                .chunks(share)
                .map(|part| scope.spawn(|| part.iter().try_for_each(|object| self.apply(object))))
                .collect();
            let join = |part: thread::ScopedJoinHandle<'_, Result<(), Error>>| {
                part.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause))
            };
            parts.into_iter().map(join).collect::<Result<Vec<()>, Error>>().map(drop)
        })
    }

    /// Makes what a file of YAML says, as `kubectl apply --server-side` does.
    pub fn apply_file(&self, path: &std::path::Path) -> Result<(), Error> {
        let path = path.display().to_string();
        self.kubectl_ok(&["apply", "--server-side", "--force-conflicts", "-f", &path]).map(drop)
    }

    /// Changes fields of an object (merge patch: `null` takes a field away).
    pub fn patch(&self, path: &str, fields: &Value) -> Result<Value, Error> {
        self.api.object("PATCH", path, Body::Merge(fields))
    }

    /// Changes fields of an object's status, whose path this is.
    pub fn set_status(&self, path: &str, status: &Value) -> Result<(), Error> {
        self.api.object("PATCH", &format!("{path}/status"), Body::Merge(&json!({"status": status}))).map(drop)
    }

    /// Deletes an object at once, without grace. Returns when the API server took it; await that it is gone.
    pub fn delete(&self, path: &str) -> Result<(), Error> {
        let options = json!({"kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": 0});
        self.api.object("DELETE", path, Body::Json(&options)).map(drop)
    }

    /// Makes a namespace.
    pub fn namespace(&self, name: &str) -> Result<(), Error> {
        self.apply(&json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}))
    }

    /// Makes an object that is not there yet, by a request of one's own: for what apply can't do.
    pub fn create(&self, collection: &str, object: &Value) -> Result<Value, Error> {
        self.api.object("POST", collection, Body::Json(object))
    }

    /// Tells a node's condition, such as `Ready` or `DiskPressure`, in its kubelet's place. The node keeps it: kwok no
    /// longer speaks for it.
    pub fn set_node_condition(
        &self,
        node: &str,
        name: &str,
        status: &str,
        reason: &str,
    ) -> Result<(), Error> {
        let path = format!("/api/v1/nodes/{node}");
        self.patch(&path, &json!({"metadata": {"annotations": {"koor-testbed/hold": "condition"}}}))?;
        let said = json!({
            "type": name, "status": status, "reason": reason, "message": format!("{reason} of the test bed"),
        });
        let conditions = json!({"status": {"conditions": [said]}});
        let body = Body::Strategic(&conditions);
        self.api.object("PATCH", &format!("{path}/status"), body).map(drop)
    }

    /// Keeps new pods off a node, as `kubectl cordon` does; `false` lets them come again.
    pub fn cordon(&self, node: &str, on: bool) -> Result<(), Error> {
        self.patch(&format!("/api/v1/nodes/{node}"), &json!({"spec": {"unschedulable": on}})).map(drop)
    }

    /// Evicts a pod as `kubectl drain` does; false where a disruption budget does not allow it.
    pub fn evict(&self, namespace: &str, pod: &str) -> Result<bool, Error> {
        let eviction = json!({
            "apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": pod, "namespace": namespace},
        });
        let path = format!("/api/v1/namespaces/{namespace}/pods/{pod}/eviction");
        match self.api.object("POST", &path, Body::Json(&eviction)) {
            Ok(_) => Ok(true),
            Err(Error::Api { status: 429, .. }) => Ok(false),
            Err(e) => Err(e),
        }
    }

    /// Whether the API server says that it is ready.
    pub(super) fn is_ready(&self) -> Result<bool, Error> {
        Ok(self.api.ask("GET", "/readyz", Body::None)?.status == 200)
    }

    pub(super) fn is_node_ready(&self, name: &str) -> Result<bool, Error> {
        let node = self.get(&format!("/api/v1/nodes/{name}"))?.unwrap_or_default();
        // The controller takes the taint of a new node away once it is ready.
        let tainted = node["spec"]["taints"].as_array().is_some_and(|taints| !taints.is_empty());
        Ok(condition(&node, "Ready") == Some("True") && !tainted)
    }

    /// Waits until a condition of an object (`Ready`, `Available` …) is `True`.
    pub fn wait_condition(&self, path: &str, name: &str) -> Result<(), Error> {
        self.wait_for(&format!("{path} to be {name}"), |plane| {
            Ok(condition(&plane.get(path)?.unwrap_or_default(), name) == Some("True"))
        })
    }

    /// Waits until there is nothing at that path.
    pub fn wait_gone(&self, path: &str) -> Result<(), Error> {
        self.wait_for(&format!("{path} to be gone"), |plane| Ok(plane.get(path)?.is_none()))
    }

    /// Waits until every pod of that list has all its containers ready, and there are at least `count`.
    pub fn wait_pods(&self, path: &str, count: usize) -> Result<(), Error> {
        self.wait_for(&format!("{count} pods of {path} to be ready"), |plane| {
            let pods = plane.list(path)?;
            Ok(pods.len() >= count && pods.iter().all(|pod| condition(pod, "Ready") == Some("True")))
        })
    }
}

/// The status of an object's condition.
fn condition<'a>(object: &'a Value, name: &str) -> Option<&'a str> {
    let conditions = object["status"]["conditions"].as_array()?;
    conditions.iter().find(|one| one["type"] == name)?["status"].as_str()
}
