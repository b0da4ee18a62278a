//! Requests to the API server, through the socket that `kubectl proxy` keeps in the control plane's own folder.
//!
//! A `kubectl` a question would cost a tenth of a second of processor time, and conditions are asked for many times a
//! second. This speaks as much of HTTP/1.1 as that proxy needs, and keeps its connection.

use std::io::{self, BufReader, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use serde_json::Value;

use crate::Error;
use crate::error::Context;

/// For one request. An API server that hangs must not hang the test.
const LIMIT: Duration = Duration::from_mins(1);

/// How a body is to be understood.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body<'a> {
    None,
    /// A whole object.
    Json(&'a Value),
    /// Fields that are replaced.
    Merge(&'a Value),
    /// Fields that are merged as Kubernetes' own types say: lists by the key of their rows.
    Strategic(&'a Value),
    /// An object as somebody wants it, in server-side apply.
    Apply(&'a Value),
}

impl<'a> Body<'a> {
    fn parts(self) -> Option<(&'static str, &'a Value)> {
        match self {
            Self::None => None,
            Self::Json(value) => Some(("application/json", value)),
            Self::Merge(value) => Some(("application/merge-patch+json", value)),
            Self::Strategic(value) => Some(("application/strategic-merge-patch+json", value)),
            // JSON is YAML.
            Self::Apply(value) => Some(("application/apply-patch+yaml", value)),
        }
    }
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

/// The API server, as its administrator.
#[derive(Debug)]
pub(super) struct Api {
    socket: PathBuf,
    /// Connections that wait for the next request.
    idle: Mutex<Vec<BufReader<UnixStream>>>,
}

impl Api {
    pub(super) fn new(socket: PathBuf) -> Self {
        Self { socket, idle: Mutex::new(Vec::new()) }
    }

    pub(super) fn socket(&self) -> &Path {
        &self.socket
    }

    /// The answer of the API server, whatever it is.
    pub(super) fn ask(&self, method: &str, path: &str, body: Body<'_>) -> Result<Answer, Error> {
        let text = body.parts().map(|(kind, value)| (kind, value.to_string()));
        let said = |e: io::Error| Error::Io { what: format!("cannot ask {method} {path}"), source: e };
        let idle = self.idle().pop();
        if let Some(connection) = idle {
            // The proxy may have closed it since.
            if let Ok(answer) = self.exchange(connection, method, path, text.as_ref()) {
                return Ok(answer);
            }
        }
        let stream = UnixStream::connect(&self.socket).at("connect to", &self.socket)?;
        stream.set_read_timeout(Some(LIMIT)).at("set up", &self.socket)?;
        self.exchange(BufReader::new(stream), method, path, text.as_ref()).map_err(said)
    }

    /// The object that a request gives, which must succeed.
    pub(super) fn object(&self, method: &str, path: &str, body: Body<'_>) -> Result<Value, Error> {
        let answer = self.ask(method, path, body)?;
        let text = || String::from_utf8_lossy(&answer.body).into_owned();
        let request = || format!("{method} {path}");
        if !(200..300).contains(&answer.status) {
            let status: Option<Value> = serde_json::from_slice(&answer.body).ok();
            let message = status.and_then(|status| Some(status["message"].as_str()?.to_owned()));
            return Err(Error::Api {
                request: request(),
                status: answer.status,
                message: message.unwrap_or_else(text),
            });
        }
        serde_json::from_slice(&answer.body).map_err(|e| Error::Answer {
            command: request(),
            why: e.to_string(),
            answer: text(),
        })
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<BufReader<UnixStream>>> {
        self.idle.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn exchange(
        &self,
        mut connection: BufReader<UnixStream>,
        method: &str,
        path: &str,
        text: Option<&(&'static str, String)>,
    ) -> io::Result<Answer> {
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n");
        if let Some((kind, text)) = text {
            let length = text.len();
            request.extend([format!("Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{text}")]);
        } else {
            request.push_str("\r\n");
        }
        connection.get_mut().write_all(request.as_bytes())?;
        let (answer, stays) = read(&mut connection)?;
        if stays {
            self.idle().push(connection);
        }
        Ok(answer)
    }
}

/// One answer, and whether the connection stays.
fn read(connection: &mut impl io::BufRead) -> io::Result<(Answer, bool)> {
    let bad = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let status = line(connection)?;
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(|| bad(&status))?;
    let (mut length, mut chunked, mut stays) = (None, false, true);
    loop {
        let header = line(connection)?.to_ascii_lowercase();
        match header.split_once(':').map(|(name, value)| (name, value.trim())) {
            None => break,
            Some(("content-length", value)) => length = value.parse::<u64>().ok(),
            Some(("transfer-encoding", value)) => chunked = value == "chunked",
            Some(("connection", value)) => stays = value != "close",
            Some(_) => {}
        }
    }
    let mut body = Vec::new();
    if chunked {
        loop {
            let size = line(connection)?;
            let size = u64::from_str_radix(&size, 16).map_err(|_| bad(&size))?;
            connection.take(size).read_to_end(&mut body)?;
            line(connection)?;
            if size == 0 {
                break;
            }
        }
    } else if let Some(length) = length {
        connection.take(length).read_to_end(&mut body)?;
        if body.len() as u64 != length {
            return Err(bad("the answer ended too early"));
        }
    } else {
        stays = false;
        connection.read_to_end(&mut body)?;
    }
    Ok((Answer { status, body }, stays))
}

/// A line without its end.
fn line(connection: &mut impl io::BufRead) -> io::Result<String> {
    let mut text = String::new();
    if connection.read_line(&mut text)? == 0 {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
    }
    Ok(text.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_in_both_forms_and_one_after_the_other() {
        let text = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}\
                     HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        let mut connection = BufReader::new(&text[..]);
        let (first, stays) = read(&mut connection).unwrap();
        assert_eq!((first.status, first.body.as_slice(), stays), (200, &b"{}"[..], true));
        let (second, _) = read(&mut connection).unwrap();
        assert_eq!((second.status, second.body.as_slice()), (404, &b"abc"[..]));
        assert!(read(&mut connection).is_err());
    }

    #[test]
    fn half_an_answer_is_an_error() {
        assert!(read(&mut &b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"[..]).is_err());
    }
}
