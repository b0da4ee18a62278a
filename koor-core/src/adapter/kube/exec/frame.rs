//! What the script in the pod writes: a line of JSON, then as many bytes as it says.

use serde::Deserialize;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};

use crate::model::MAX_ANSWER;

/// A head is one line: an id, a status, the daemon's words (of which a megabyte is sent, escaped).
const MAX_HEAD: u64 = 8 << 20;
const BUFFER: usize = 256 << 10;

/// The head of a frame. The first one says hello, the others answer.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub(super) struct Head {
    /// How many bytes follow.
    pub(super) size: u64,
    /// The script's own version, in the first frame.
    #[serde(default)]
    pub(super) hello: Option<u32>,
    /// The version of the API that the pod's librados has; not the release of Ceph that it is of.
    #[serde(default)]
    pub(super) librados: Option<String>,
    /// Why there is no `rados` module.
    #[serde(default)]
    pub(super) missing: Option<String>,
    /// Of which command.
    #[serde(default)]
    pub(super) id: Option<u64>,
    /// What the cluster answered.
    #[serde(default)]
    pub(super) status: Option<i32>,
    /// What it said beside.
    #[serde(default)]
    pub(super) words: Option<String>,
    /// What a mon greeted with.
    #[serde(default)]
    pub(super) greeting: Option<Greeting>,
    /// Why there is no answer.
    #[serde(default)]
    pub(super) failed: Option<Failed>,
    /// How long the command itself took, in seconds.
    #[serde(default)]
    pub(super) took_s: Option<f64>,
}

/// How a mon greeted whoever connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Greeting {
    Ceph,
    Other,
    Closed,
    Refused,
    Late,
    Unreachable,
    Unresolved,
}

/// At which step the script failed, and with which errno (0: none).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Failed {
    pub(super) step: Step,
    pub(super) errno: i32,
}

/// The steps of the script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Step {
    Make,
    Conf,
    Set,
    Connect,
    Ask,
}

/// The frames of a stream.
pub(super) struct Frames<R>(BufReader<R>);

impl<R: AsyncRead + Unpin> Frames<R> {
    pub(super) fn new(stream: R) -> Self {
        Self(BufReader::with_capacity(BUFFER, stream))
    }

    /// The next frame; none where the stream ended between two.
    ///
    /// # Errors
    /// A piece of a sentence, where the stream breaks off, or is none of the script's.
    pub(super) async fn next(&mut self) -> Result<Option<(Head, Vec<u8>)>, String> {
        let mut line = Vec::new();
        let head = (&mut self.0).take(MAX_HEAD).read_until(b'\n', &mut line).await;
        if head.map_err(|error| error.to_string())? == 0 {
            return Ok(None);
        }
        let head: Head = serde_json::from_slice(&line).map_err(|_| "what came is no frame".to_owned())?;
        if head.size > MAX_ANSWER {
            return Err(format!("an answer is larger than {} GiB", MAX_ANSWER >> 30));
        }
        // Grown while it comes: the length is only said.
        let mut body = Vec::new();
        (&mut self.0).take(head.size).read_to_end(&mut body).await.map_err(|error| error.to_string())?;
        if body.len() as u64 != head.size {
            return Err("an answer was cut".into());
        }
        Ok(Some((head, body)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Frames, Greeting, Step};

    #[tokio::test]
    async fn frames_are_told_apart_by_their_size() {
        let stream = b"{\"hello\":1,\"librados\":\"3.0.0\",\"size\":0}\n{\"id\":1,\"status\":-16,\"words\":\"no\",\
                       \"size\":3}\na\n{{\"id\":2,\"greeting\":\"ceph\",\"size\":0}\n{\"id\":3,\"failed\":{\"step\":\
                       \"connect\",\"errno\":13},\"size\":0,\"new\":1}\n";
        let mut frames = Frames::new(&stream[..]);
        let (hello, _) = frames.next().await.unwrap().unwrap();
        assert_eq!(hello.librados.as_deref(), Some("3.0.0"));
        let (head, body) = frames.next().await.unwrap().unwrap();
        assert_eq!((head.id, head.status, &body[..]), (Some(1), Some(-16), &b"a\n{"[..]));
        assert_eq!(frames.next().await.unwrap().unwrap().0.greeting, Some(Greeting::Ceph));
        assert_eq!(frames.next().await.unwrap().unwrap().0.failed.unwrap().step, Step::Connect);
        assert!(frames.next().await.unwrap().is_none());
    }

    #[tokio::test]
    async fn what_is_no_frame_is_told() {
        for (stream, why) in [
            (&b"Traceback (most recent call last):\n"[..], "no frame"),
            (b"{\"id\":1,\"size\":9}\nabc", "cut"),
            (b"{\"id\":1,\"size\":9", "no frame"),
            (b"{\"id\":1,\"size\":99999999999}\n", "larger than"),
        ] {
            let error = Frames::new(stream).next().await.unwrap_err();
            assert!(error.contains(why), "{error}");
        }
    }
}
