//! One watch, line by line, until it ends.

use std::time::Duration;

use futures_util::StreamExt;
use http_body_util::BodyExt;
use tokio::time::timeout;

use crate::adapter::kube::reader::Reader;
use crate::adapter::kube::request::Listing;
use crate::adapter::kube::{KubeApi, KubeError};
use crate::model::Kind;
use crate::wire::kube_api::{WatchLine, watch_line};

/// After how long the API server is asked to end a watch, so that one whose connection is dead is noticed.
const WATCH_S: &str = "240";
/// How long a line is awaited: longer than the server lets a watch last.
const SILENCE: Duration = Duration::from_secs(255);
/// How long the beginning of an answer is awaited.
const BEGIN: Duration = Duration::from_secs(15);
/// No object of etcd is larger than a few MiB.
const MAX_LINE: usize = 64 << 20;

/// What has happened to what is watched.
pub(super) enum Change<O> {
    /// The watch stands.
    Begun,
    /// An object was made or has changed.
    Applied(O),
    /// An object is gone.
    Deleted(crate::adapter::kube::part::Key),
}

/// Watches what `listing` names from `version` on, which moves along, until the API server ends it.
///
/// # Errors
/// What ended it before its time; `is_gone` where the version has expired.
pub(super) async fn watch<R: Reader>(
    api: &KubeApi,
    listing: &Listing,
    version: &mut String,
    mut on: impl FnMut(Change<R::Object>),
) -> Result<(), KubeError> {
    let from = version.clone();
    let parameters = [
        ("watch", "true"),
        ("allowWatchBookmarks", "true"),
        ("resourceVersion", from.as_str()),
        ("timeoutSeconds", WATCH_S),
    ];
    let sent = timeout(BEGIN, api.send(listing.request(&parameters)?)).await;
    let answer = match sent {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) if error.status == Some(403) => return Err(listing.refused("watch")),
        Ok(Err(error)) => return Err(error),
        Err(_) => return Err(KubeError::timeout(api.server(), BEGIN)),
    };
    on(Change::Begun);
    let mut frames = answer.into_body().into_data_stream();
    let mut buffer = Vec::new();
    loop {
        let frame = match timeout(SILENCE, frames.next()).await {
            Ok(Some(Ok(frame))) => frame,
            Ok(Some(Err(error))) => return Err(KubeError::of(&error, api.server())),
            // What is left in the buffer was cut and comes again.
            Ok(None) => return Ok(()),
            Err(_) => return Err(KubeError::timeout(api.server(), SILENCE)),
        };
        buffer.extend_from_slice(&frame);
        let mut begin = 0;
        while let Some(length) = buffer[begin..].iter().position(|byte| *byte == b'\n') {
            let line = &buffer[begin..begin + length];
            begin += length + 1;
            if !line.iter().all(u8::is_ascii_whitespace) {
                take::<R>(line, api, version, &mut on)?;
            }
        }
        buffer.drain(..begin);
        if buffer.len() > MAX_LINE {
            return Err(KubeError::unreadable("a line of a watch has no end"));
        }
    }
}

fn take<R: Reader>(
    line: &[u8],
    api: &KubeApi,
    version: &mut String,
    on: &mut impl FnMut(Change<R::Object>),
) -> Result<(), KubeError> {
    let read = watch_line::<R::Object>(line).map_err(|error| KubeError::unreadable(&error.to_string()))?;
    let now_at = match read {
        WatchLine::Applied(object) => {
            let now_at = R::metadata(&object).resource_version.clone();
            on(Change::Applied(object));
            now_at
        }
        WatchLine::Deleted(metadata) => {
            on(Change::Deleted(R::key(&metadata)));
            metadata.resource_version
        }
        WatchLine::Bookmark(version) => Some(version),
        WatchLine::Refused(refusal) => {
            return Err(KubeError::of_status(refusal.code, &refusal.message, api.server()));
        }
    };
    match now_at {
        Some(now_at) if !now_at.is_empty() => {
            *version = now_at;
            Ok(())
        }
        _ => Err(KubeError::new(Kind::Corrupt, "the API server's watch tells no version: it begins anew")
            .answered(410)),
    }
}
