//! The plainest client there is: one request a connection.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// An answer: status and body.
pub(crate) struct Answered {
    pub status: u16,
    pub body: String,
}

impl Answered {
    fn of(raw: &[u8]) -> Self {
        let text = String::from_utf8_lossy(raw);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, body: body.to_owned() }
    }
}

/// `GET PATH`.
pub(crate) fn get(address: &str, path: &str) -> Answered {
    send(address, &format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"))
}

/// `POST PATH` with JSON.
pub(crate) fn post(address: &str, path: &str, json: &str) -> Answered {
    let length = json.len();
    send(
        address,
        &format!(
            "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{json}"
        ),
    )
}

fn send(address: &str, request: &str) -> Answered {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut raw = Vec::new();
    stream.read_to_end(&mut raw).unwrap();
    Answered::of(&raw)
}
