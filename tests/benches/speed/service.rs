//! The version service, asked over connections that stay open, by as many clients as it has processors twice over; on the same
//! processors as it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use koor_tests::command::koor;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::Size;
use crate::paper::{Section, Target, median};

const TURNS: usize = 5;
const CLIENTS: usize = 8;

struct Service {
    child: Child,
    address: String,
}

impl Service {
    fn start() -> Self {
        let mut child = Command::new(koor())
            .args(["version-service", "--listen", "127.0.0.1:0", "--rate", "0"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut first).unwrap();
        let address =
            first.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap().to_owned();
        Self { child, address }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// `versions = 1 { koor_operator = 2, ksd = 3, ceph = 4 }`.
fn message() -> Vec<u8> {
    let mut runs = Vec::new();
    for (number, text) in [(2u8, "0.3.6"), (3, "1.12.0"), (4, "17.2.5")] {
        runs.extend([number << 3 | 2, u8::try_from(text.len()).unwrap()]);
        runs.extend(text.as_bytes());
    }
    let mut message = vec![0x0a, u8::try_from(runs.len()).unwrap()];
    message.extend(runs);
    message
}

fn request(address: &str, path: &str, form: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/{form}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// One client: the same request again and again, each after the answer to the one before.
async fn client(address: String, request: Vec<u8>, until: Instant) -> u64 {
    let mut stream = TcpStream::connect(&address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (mut buffer, mut count) = (Vec::with_capacity(1 << 16), 0);
    while Instant::now() < until {
        stream.write_all(&request).await.unwrap();
        buffer.clear();
        while !whole(&buffer) {
            assert_ne!(stream.read_buf(&mut buffer).await.unwrap(), 0, "it hung up");
        }
        assert!(buffer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&buffer));
        count += 1;
    }
    count
}

/// Whether an answer is there in full, by its last chunk or its content-length.
fn whole(buffer: &[u8]) -> bool {
    let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&buffer[..end]).to_ascii_lowercase();
    if head.contains("transfer-encoding: chunked") {
        return buffer.ends_with(b"\r\n0\r\n\r\n");
    }
    let length =
        head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse::<usize>().ok());
    buffer.len() >= end + 4 + length.expect("answers tell their length")
}

/// Requests a second.
fn rate(address: &str, request: &[u8], during: Duration) -> f64 {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let began = Instant::now();
    let count: u64 = runtime.block_on(async {
        let clients = (0..CLIENTS).map(|_| client(address.to_owned(), request.to_vec(), began + during));
        futures_util::future::join_all(clients).await.into_iter().sum()
    });
    count as f64 / began.elapsed().as_secs_f64()
}

pub(crate) fn section(size: Size) -> Section {
    const OPERATOR: &str = "/api.v1.VersionService/Operator";
    let service = Service::start();
    let during = Duration::from_millis(if size == Size::Whole { 2_000 } else { 200 });
    let json = br#"{"versions":{"koorOperator":"0.3.6","ksd":"1.12.0","ceph":"17.2.5"}}"#;
    let facts = br#"{"facts":{"ceph":["18.2.4"],"rook":["1.15.1"],"kubernetes":["1.30.2"],"architecture":["arm64"]}}"#;
    let asks = [
        request(&service.address, OPERATOR, "json", json),
        request(&service.address, OPERATOR, "proto", &message()),
        request(&service.address, "/v2/advice", "json", facts),
    ];
    let mut rates: [Vec<f64>; 3] = Default::default();
    for _ in 0..if size == Size::Whole { TURNS } else { 1 } {
        for (ask, rates) in asks.iter().zip(&mut rates) {
            rates.push(rate(&service.address, ask, during));
        }
    }
    let [json, proto, advice] = rates.map(median);
    let per_second = |rate: f64| format!("{rate:.0} a second");
    let mut section = Section::ratios("service");
    let told = "5,000 a second";
    section.ratio(
        "`Operator`, protobuf",
        &per_second(proto),
        told,
        proto / 5_000.0,
        "×",
        Target::AtLeast(1.0),
    );
    section.ratio("`Operator`, JSON", &per_second(json), told, json / 5_000.0, "×", Target::AtLeast(1.0));
    section.ratio(
        "the same",
        &per_second(json),
        &format!("protobuf: {}", per_second(proto)),
        json / proto,
        "×",
        Target::None,
    );
    section.ratio(
        "`/v2/advice`",
        &per_second(advice),
        &format!("`Operator`, JSON: {}", per_second(json)),
        advice / json,
        "×",
        Target::None,
    );
    section
}
