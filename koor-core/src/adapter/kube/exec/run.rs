//! One exec: started, or told why not; read to its end with a bound on what is kept.

use std::time::Duration;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::Status;
use kube::api::{AttachParams, AttachedProcess};
use tokio::io::{AsyncRead, AsyncReadExt};

use super::super::KubeError;
use super::ended::{self, Ended};
use super::place::{Place, Places};
use crate::model::{Kind, MAX_ANSWER, clipped};
use crate::port::TransportError;

/// What a stream may hold back before its sender waits.
const BUFFER: usize = 256 << 10;
/// How much of stderr is read: the words that matter are its last lines.
const MAX_WORDS: usize = 1 << 20;

/// Why nothing runs in a pod.
#[derive(Debug)]
pub(super) enum NotRun {
    /// The pod has no Python, or no `rados` module for it.
    NoModule,
    /// The user lacks the right: other pods of that namespace refuse, too.
    Refused(TransportError),
    /// Something else; another pod may do.
    Failed(TransportError),
}

impl NotRun {
    pub(super) fn failed(kind: Kind, message: impl Into<String>) -> Self {
        Self::Failed(TransportError::new(kind, message))
    }
}

/// Starts `words` in a pod.
pub(super) async fn start(
    places: &Places,
    place: &Place,
    words: &[String],
    stdin: bool,
) -> Result<AttachedProcess, NotRun> {
    let streams = AttachParams::default()
        .container(&place.container)
        .stdin(stdin)
        .stdout(true)
        .stderr(true)
        .max_stdin_buf_size(BUFFER)
        .max_stdout_buf_size(BUFFER)
        .max_stderr_buf_size(BUFFER);
    let started = places.pods(&place.namespace).exec(&place.pod, words.to_vec(), &streams).await;
    started.map_err(|error| not_started(&error, places, place))
}

fn not_started(error: &kube::Error, places: &Places, place: &Place) -> NotRun {
    let (pod, namespace) = (place.name_of_pod(), &place.namespace);
    match error {
        kube::Error::Api(status) if status.code == 403 => NotRun::Refused(TransportError::new(
            Kind::Denied,
            format!(
                "exec into pods of namespace {namespace} takes the rights `get` and `create` on `pods/exec` there, and \
                 this user lacks {}",
                lacking(&status.message)
            ),
        )),
        kube::Error::Api(status) if status.code == 404 => {
            NotRun::failed(Kind::Unreachable, format!("{pod} is not there any more"))
        }
        // The API server's own words hold the whole request line.
        kube::Error::Api(status) if status.message.contains("dial tcp") => NotRun::failed(
            Kind::Unreachable,
            format!("{pod} can't be entered: the API server can't reach the kubelet of its node"),
        ),
        kube::Error::Api(status) if status.code != 401 && status.code != 429 => {
            NotRun::failed(Kind::Unreachable, format!("{pod} can't be entered: {}", clipped(&status.message)))
        }
        kube::Error::UpgradeConnection(reason) => NotRun::failed(
            Kind::Unsupported,
            format!(
                "the API server, or a proxy before it, does not pass on WebSockets, which exec takes ({reason})"
            ),
        ),
        other => NotRun::Failed(KubeError::of(other, places.api.server()).into()),
    }
}

/// Which of the two rights the API server misses.
fn lacking(message: &str) -> &'static str {
    match (message.contains("cannot get resource"), message.contains("cannot create resource")) {
        (true, false) => "`get`",
        (false, true) => "`create`",
        _ => "one of them",
    }
}

/// What a process left.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) ended: Ended,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: String,
}

/// Runs `words` in a pod to its end, at most until `deadline`.
///
/// # Errors
/// As [`start`], and `Timeout`; `Unreachable` where the connection is lost, `Corrupt` where the answer is too large.
pub(super) async fn output(
    places: &Places,
    place: &Place,
    words: &[String],
    deadline: Duration,
) -> Result<Output, NotRun> {
    let run = async {
        let mut process = start(places, place, words, false).await?;
        read(&mut process).await.map_err(|reason| lost(place, &reason))
    };
    // Dropped with its connection; the process itself has a `timeout` of its own.
    tokio::time::timeout(deadline, run).await.unwrap_or_else(|_| {
        Err(NotRun::Failed(super::late(deadline, &format!("exec into {}", place.name_of_pod()))))
    })
}

/// The sentence of a connection that broke off.
pub(super) fn lost(place: &Place, reason: &str) -> NotRun {
    NotRun::failed(
        Kind::Unreachable,
        format!("the connection into {} is lost ({reason}): ask again", place.name_of_pod()),
    )
}

async fn read(process: &mut AttachedProcess) -> Result<Output, String> {
    let (Some(stdout), Some(stderr), Some(status)) =
        (process.stdout(), process.stderr(), process.take_status())
    else {
        return Err("it has no streams".into());
    };
    // Both together: a pipe that nobody reads would stop the other.
    let streams = futures_util::future::try_join(all(stdout), tail(stderr));
    tokio::pin!(streams, status);
    // The status comes last; where none comes, the streams may never end.
    let (status, read) = tokio::select! {
        read = &mut streams => (status.await, read),
        told = &mut status => match told {
            Some(told) => (Some(told), streams.await),
            None => return ended_by(None).map(|ended| Output { ended, stdout: Vec::new(), stderr: String::new() }),
        },
    };
    let (body, words) = read.map_err(|error| error.to_string())?;
    let ended = ended_by(status.as_ref())?;
    if body.len() as u64 > MAX_ANSWER {
        return Err(format!("an answer is larger than {} GiB", MAX_ANSWER >> 30));
    }
    Ok(Output { ended, stdout: body, stderr: String::from_utf8_lossy(&words).into_owned() })
}

/// What the status says; an error where the connection broke off before it came.
pub(super) fn ended_by(status: Option<&Status>) -> Result<Ended, String> {
    status.map(ended::of).ok_or_else(|| "it broke off before the process ended".to_owned())
}

/// All that comes, and a byte more than may.
async fn all(stream: impl AsyncRead + Unpin) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    stream.take(MAX_ANSWER + 1).read_to_end(&mut body).await?;
    Ok(body)
}

/// The last of what comes, to its end.
pub(super) async fn tail(mut stream: impl AsyncRead + Unpin) -> std::io::Result<Vec<u8>> {
    let mut kept = Vec::new();
    let mut piece = [0_u8; 4096];
    loop {
        let count = stream.read(&mut piece).await?;
        if count == 0 {
            return Ok(kept);
        }
        kept.extend_from_slice(&piece[..count]);
        if kept.len() > 2 * MAX_WORDS {
            kept.drain(..kept.len() - MAX_WORDS);
        }
    }
}
