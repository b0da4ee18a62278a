//! One moment of a real Rook cluster: its objects, and what Ceph answered then. Of two kinds: cut down to what Koor reads,
//! as they are kept beside `koor-core`'s tests, and whole as they were captured, where `KOOR_ROOK_CAPTURES` names those (a
//! folder, or a `.tar.zst` of one).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::Timestamp;
use koor_core::wire::Question;
use serde_json::{Value, json};

/// Names the captures: a folder with one folder a moment, or the same as one `.tar.zst`.
pub(crate) const CAPTURES: &str = "KOOR_ROOK_CAPTURES";

/// The files of objects that were cut down, with what each object is: they do not say it.
const CUT: &[(&str, &str, &str)] = &[
    ("nodes.json", "v1", "Node"),
    ("configmaps.json", "v1", "ConfigMap"),
    ("cephclusters.json", "ceph.rook.io/v1", "CephCluster"),
    ("resources.json", "", ""),
    ("deployments.json", "apps/v1", "Deployment"),
    ("pods.json", "v1", "Pod"),
    ("poddisruptionbudgets.json", "policy/v1", "PodDisruptionBudget"),
];

/// Kinds of which whole captures are put in, beside Rook's own; others are none of Koor's business.
const WHOLE: &[&str] = &["Node", "ConfigMap", "Deployment", "Pod", "PodDisruptionBudget", "Event"];

/// A moment.
#[derive(Debug)]
pub(crate) struct Moment {
    /// `27-stuck`.
    pub(crate) name: String,
    folder: PathBuf,
    is_whole: bool,
}

/// Those that were cut down, in order.
pub(crate) fn cut() -> Vec<Moment> {
    let root: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "koor-core", "tests", "kube"].iter().collect();
    all(&root, false)
}

/// Those that were captured, in order.
pub(crate) fn whole(captures: &Path) -> Vec<Moment> {
    all(captures, true)
}

/// Whatever in a folder says when it was.
fn all(root: &Path, is_whole: bool) -> Vec<Moment> {
    let folders = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<Moment> = folders
        .filter(|folder| folder.join("when").is_file())
        .map(|folder| {
            let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
            Moment { name, folder, is_whole }
        })
        .collect();
    assert!(!all.is_empty(), "there is no moment in {}", root.display());
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
}

/// The folder with the captures, unpacked into `into` where they are one file; none where nobody named them.
pub(crate) fn captures(into: &Path) -> Option<PathBuf> {
    let path = PathBuf::from(std::env::var_os(CAPTURES)?);
    if path.is_dir() {
        return Some(path);
    }
    let file = fs::File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    tar::Archive::new(zstd::Decoder::new(file).unwrap()).unpack(into).unwrap();
    Some(into.to_owned())
}

impl Moment {
    fn json(&self, file: &str) -> Value {
        let path = self.folder.join(file);
        serde_json::from_slice(&fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// When it was.
    pub(crate) fn when(&self) -> Timestamp {
        fs::read_to_string(self.folder.join("when")).unwrap().trim().parse().unwrap()
    }

    /// Its objects as an API server takes them, those of a kind beside each other.
    pub(crate) fn objects(&self) -> Vec<Value> {
        if self.is_whole { self.whole() } else { self.cut() }
    }

    fn cut(&self) -> Vec<Value> {
        let of = |(file, version, kind): &(&str, &str, &str)| -> Vec<Value> {
            let list = self.json(file);
            list["items"].as_array().unwrap().iter().map(|one| filled(one.clone(), version, kind)).collect()
        };
        CUT.iter().flat_map(of).collect()
    }

    fn whole(&self) -> Vec<Value> {
        let mut all = Vec::new();
        for entry in fs::read_dir(&self.folder).unwrap() {
            let file = entry.unwrap().file_name().into_string().unwrap();
            let is_json = Path::new(&file).extension().is_some_and(|extension| extension == "json");
            // Ceph's answers, and lists of names.
            if !is_json || file.starts_with("ceph-") || file.ends_with("-names.json") {
                continue;
            }
            let said = self.json(&file);
            match said["items"].as_array() {
                Some(items) => all.extend(items.iter().cloned()),
                None => all.push(said),
            }
        }
        all.retain(|object| {
            let kind = object["kind"].as_str().unwrap_or_default();
            let is_rooks = object["apiVersion"].as_str().is_some_and(|api| api.starts_with("ceph.rook.io/"));
            // Koor asks for warnings alone.
            (is_rooks || WHOLE.contains(&kind)) && (kind != "Event" || object["type"] == "Warning")
        });
        for object in &mut all {
            // No operator is here that would take them away again.
            object["metadata"].as_object_mut().unwrap().remove("finalizers");
        }
        all.sort_by_key(|object| object["kind"].to_string());
        all
    }

    /// Writes what Ceph answered then as a recording.
    pub(crate) fn record(&self, to: &Path) {
        let (health, quorum, mgrs, osds) = if self.is_whole {
            ("ceph-health-detail.json", "ceph-quorum_status.json", "ceph-mgr-dump.json", "ceph-osd-dump.json")
        } else {
            ("ceph-health.json", "ceph-quorum.json", "ceph-mgrs.json", "ceph-osds.json")
        };
        let status = self.json("ceph-status.json");
        let quorum = self.json(quorum);
        let stamp = self.when().strftime("%Y-%m-%dT%H:%M:%S%.6f+0000").to_string();
        let answers = [
            (Question::Status, status.clone()),
            (Question::Health, self.json(health)),
            (Question::Quorum, quorum.clone()),
            (Question::MonDump, quorum["monmap"].clone()),
            (Question::MgrDump, self.json(mgrs)),
            (Question::OsdDump, self.json(osds)),
            (Question::ServiceDump, status["servicemap"].clone()),
            (Question::Versions, self.json("ceph-versions.json")),
            // Not captured, for it is a sign of life alone: the mgr answered all along.
            (Question::PgSummary, json!({"pg_ready": true, "pg_map": {"stamp": stamp}})),
        ];
        fs::create_dir(to.join("ceph")).unwrap();
        let mut entries = Vec::new();
        for (index, (question, answer)) in answers.iter().enumerate() {
            let file = format!("ceph/{index:04}.json");
            let text = answer.to_string();
            fs::write(to.join(&file), &text).unwrap();
            let sum = Command::new("sha256sum").arg(to.join(&file)).output().unwrap().stdout;
            let sum = String::from_utf8(sum).unwrap();
            entries.push(json!({
                "at": self.when(), "target": question.target().to_string(),
                "command": serde_json::to_value(question.command()).unwrap(),
                "outcome": {"status": 0, "message": ""}, "file": file, "bytes": text.len(),
                "sha256": sum.split(' ').next().unwrap(), "took_ms": 0.5,
            }));
        }
        let index = json!({
            "format": 1, "recorded_at": self.when(), "cluster": {"fsid": status["fsid"], "name": "ceph"},
            "redacted": false, "entries": entries,
        });
        fs::write(to.join("index.json"), index.to_string()).unwrap();
    }
}

/// An object that was cut down, with what the API server asks for and Koor does not read.
fn filled(mut object: Value, version: &str, kind: &str) -> Value {
    if !kind.is_empty() {
        object["apiVersion"] = version.into();
        object["kind"] = kind.into();
    }
    for owner in object["metadata"]["ownerReferences"].as_array_mut().into_iter().flatten() {
        owner["uid"] = "00000000-0000-0000-0000-000000000000".into();
    }
    let name = object["metadata"]["name"].clone();
    match kind {
        "Deployment" => {
            object["spec"]["selector"] = json!({"matchLabels": {"capture": name}});
            object["spec"]["template"]["metadata"] = json!({"labels": {"capture": name}});
        }
        "Pod" => {
            for list in ["containerStatuses", "initContainerStatuses"] {
                for status in object["status"][list].as_array_mut().into_iter().flatten() {
                    for field in ["image", "imageID"] {
                        if status[field].is_null() {
                            status[field] = "".into();
                        }
                    }
                }
            }
        }
        _ => {}
    }
    object
}
