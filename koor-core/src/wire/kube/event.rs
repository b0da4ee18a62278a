//! `Event`.

use jiff::Timestamp;
use serde::Deserialize;

use super::condition::said;
use super::object::kube_object;
use super::{ObjectMeta, or_default};
use crate::model::kube::KubeEvent;
use crate::model::redact;

/// An `Event` of the core group, as old and new writers fill it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct EventObject {
    /// Its metadata.
    pub metadata: ObjectMeta,
    #[serde(deserialize_with = "or_default")]
    involved_object: Involved,
    #[serde(rename = "type")]
    kind: Option<String>,
    reason: Option<String>,
    message: Option<String>,
    count: Option<u64>,
    first_timestamp: Option<Timestamp>,
    last_timestamp: Option<Timestamp>,
    event_time: Option<Timestamp>,
    #[serde(deserialize_with = "or_default")]
    series: Series,
    #[serde(deserialize_with = "or_default")]
    source: Source,
    reporting_component: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Involved {
    kind: Option<String>,
    name: Option<String>,
    namespace: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Series {
    count: Option<u64>,
    last_observed_time: Option<Timestamp>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Source {
    component: Option<String>,
}

kube_object!(EventObject => KubeEvent, "", "v1", "Event", "events", true);

impl EventObject {
    fn row(self) -> KubeEvent {
        let about = self.involved_object;
        let at = [self.series.last_observed_time, self.last_timestamp, self.event_time, self.first_timestamp];
        KubeEvent {
            namespace: said(about.namespace),
            about: format!("{}/{}", about.kind.unwrap_or_default(), about.name.unwrap_or_default()),
            kind: self.kind.unwrap_or_default(),
            reason: self.reason.unwrap_or_default(),
            message: redact::text(self.message.unwrap_or_default().trim()).into_owned(),
            count: self.series.count.or(self.count).unwrap_or(1),
            at: at.into_iter().flatten().next().or(self.metadata.creation_timestamp),
            from: said(self.source.component).or(said(self.reporting_component)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::wire::kube::{EventObject, KubeObject as _, object};

    #[test]
    fn both_ways_of_writing_an_event_and_no_secret_in_either() {
        let old = br#"{"metadata":{"name":"x","namespace":"rook-ceph"},"type":"Warning","reason":"BackOff","count":4,
            "involvedObject":{"kind":"Pod","name":"rook-ceph-osd-0","namespace":"rook-ceph"},"eventTime":null,
            "lastTimestamp":"2026-11-22T15:37:22Z","source":{"component":"kubelet"},
            "message":"exec failed: ceph --key AQBm1wVnAAAAABAAnjVjNqSyTZ3eVEWZzzzzzw== status"}"#;
        let old = object::<EventObject>(old).unwrap().into_row();
        assert_eq!((old.about.as_str(), old.count), ("Pod/rook-ceph-osd-0", 4));
        assert_eq!(old.at.unwrap().to_string(), "2026-11-22T15:37:22Z");
        assert!(!old.message.contains("AQBm1wVn"), "{}", old.message);
        let new = br#"{"metadata":{},"type":"Warning","reason":"FailedScheduling","lastTimestamp":null,
            "eventTime":"2026-11-22T15:24:53.821482Z","reportingComponent":"default-scheduler","source":{},
            "series":{"count":9,"lastObservedTime":"2026-11-22T15:25:53.821482Z"},"involvedObject":{"kind":"Pod"}}"#;
        let new = object::<EventObject>(new).unwrap().into_row();
        assert_eq!((new.count, new.from.as_deref()), (9, Some("default-scheduler")));
        assert_eq!(new.at.unwrap().to_string(), "2026-11-22T15:25:53.821482Z");
    }
}
