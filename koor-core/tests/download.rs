//! A catalogue from a URL: a real server on loopback, with everything that a server can do to whoever asks it.
#![cfg(all(feature = "download", feature = "sign"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "tests say what must hold")]

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use futures_util::{StreamExt as _, stream};
use koor_core::ladder::Environment;
use koor_core::model::Kind;
use koor_core::wire::catalogue::MAX_CATALOGUE;
use koor_core::{Error, Koor};
use tokio::net::TcpListener;

const CATALOGUE: &[u8] = include_bytes!("versions/signed/catalogue.toml");
const SIGNATURE: &str = include_str!("versions/signed/catalogue.toml.minisig");
const KEY: &str = include_str!("versions/signed/key.pub");
const OTHER: &str = include_str!("versions/signed/other.pub");
const PATIENCE: Duration = Duration::from_secs(20);

/// A body of `chunks`, without its length.
fn streamed(chunks: impl futures_util::Stream<Item = Bytes> + Send + 'static) -> Response {
    Body::from_stream(chunks.map(Ok::<_, std::io::Error>)).into_response()
}

fn routes() -> Router {
    let far = "http://koor.example/catalogue.toml";
    let too_large = (MAX_CATALOGUE + 1).to_string();
    Router::new()
        .route("/catalogue.toml", get(|| async { CATALOGUE }))
        .route("/catalogue.toml.minisig", get(|| async { SIGNATURE }))
        .route("/moved.toml", get(|| async { Redirect::temporary("/catalogue.toml") }))
        .route("/moved.toml.minisig", get(|| async { Redirect::permanent("/catalogue.toml.minisig") }))
        .route("/round.toml.minisig", get(|| async { Redirect::temporary("/round.toml.minisig") }))
        .route("/far.toml.minisig", get(move || async move { Redirect::temporary(far) }))
        .route("/secret.toml.minisig", get(|| async { StatusCode::UNAUTHORIZED }))
        .route("/broken.toml.minisig", get(|| async { StatusCode::BAD_GATEWAY }))
        .route("/changed.toml", get(|| async { [CATALOGUE, b"# one more line\n"].concat() }))
        .route("/changed.toml.minisig", get(|| async { SIGNATURE }))
        .route(
            "/said-large.toml",
            // Nothing of it ever comes: what it says of itself must do.
            get(move || async move { ([(header::CONTENT_LENGTH, too_large)], streamed(stream::pending())) }),
        )
        .route("/said-large.toml.minisig", get(|| async { SIGNATURE }))
        .route("/large.toml", get(|| async { streamed(stream::repeat(Bytes::from(vec![b'#'; 65_536]))) }))
        .route("/large.toml.minisig", get(|| async { SIGNATURE }))
        .route(
            "/endless.toml",
            get(|| async {
                streamed(stream::once(async { Bytes::from_static(b"format = 1\n") }).chain(stream::pending()))
            }),
        )
        .route("/endless.toml.minisig", get(|| async { SIGNATURE }))
        .route("/silent.toml.minisig", get(|| async { std::future::pending::<StatusCode>().await }))
}

async fn serve(routes: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    address
}

fn environment(folder: &Path) -> Environment {
    Environment::from([("KOOR_DATA", &*folder.display().to_string())])
}

struct Bed {
    address: SocketAddr,
    folder: tempfile::TempDir,
}

impl Bed {
    async fn new() -> Self {
        Self { address: serve(routes()).await, folder: tempfile::tempdir().unwrap() }
    }

    async fn update(&self, name: &str, key: &str, deadline: Duration) -> Result<String, Error> {
        let url = format!("http://{}/{name}", self.address);
        let environment = environment(self.folder.path());
        let new = Koor::catalogue_download_in(&url, None, key, deadline, &environment).await?;
        Ok(new.origin)
    }

    /// What is in use, by its origin.
    fn in_use(&self) -> String {
        Koor::catalogue_in(None, &environment(self.folder.path())).unwrap().origin
    }

    async fn refused(&self, name: &str, key: &str, deadline: Duration) -> (Kind, String) {
        let error = self.update(name, key, deadline).await.expect_err(name);
        assert!(self.in_use().starts_with("built into koor"), "{name}: the old one stays");
        (error.kind(), error.to_string())
    }
}

#[tokio::test]
async fn what_a_key_vouches_for_is_taken_also_where_it_moved() {
    for name in ["catalogue.toml", "moved.toml"] {
        let bed = Bed::new().await;
        let kept = bed.update(name, KEY, PATIENCE).await.unwrap();
        assert_eq!(std::fs::read(&kept).unwrap(), CATALOGUE);
        assert_eq!(bed.in_use(), kept);
    }
}

#[tokio::test]
async fn whatever_is_wrong_is_one_sentence_and_the_old_one_stays() {
    let bed = Bed::new().await;
    let at = format!("http://{}", bed.address);
    for (name, key, kind, words) in [
        ("catalogue.toml", OTHER, Kind::Refused, "its signature is wrong"),
        ("changed.toml", KEY, Kind::Refused, "its signature is wrong"),
        ("catalogue.toml", "nothing", Kind::Refused, "the key is no public key of minisign"),
        ("nothing.toml", KEY, Kind::NotFound, "the server answered 404 Not Found"),
        ("secret.toml", KEY, Kind::Denied, "the server answered 401 Unauthorized"),
        ("broken.toml", KEY, Kind::Unreachable, "the server answered 502 Bad Gateway"),
        ("said-large.toml", KEY, Kind::Corrupt, "it is larger than 4.0 MiB"),
        ("large.toml", KEY, Kind::Corrupt, "it is larger than 4.0 MiB"),
        ("round.toml", KEY, Kind::Refused, "the server sent elsewhere more than 5 times"),
        ("far.toml", KEY, Kind::Refused, "the server sent elsewhere, and plain http is not spoken"),
    ] {
        let (was, sentence) = bed.refused(name, key, PATIENCE).await;
        assert_eq!(was, kind, "{sentence}");
        assert!(sentence.starts_with(&format!("{at}/{name}")) && sentence.contains(words), "{sentence}");
    }
}

#[tokio::test]
async fn nobody_is_waited_for_longer_than_was_said() {
    let bed = Bed::new().await;
    for name in ["endless.toml", "silent.toml"] {
        let began = std::time::Instant::now();
        let (kind, sentence) = bed.refused(name, KEY, Duration::from_millis(300)).await;
        assert_eq!(kind, Kind::Timeout, "{sentence}");
        assert!(sentence.ends_with("it was not there within 0.3 s"), "{sentence}");
        assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
    }
}

#[tokio::test]
async fn who_is_not_there_or_speaks_something_else_is_said_so() {
    let bed = Bed::new().await;
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for (url, kind, words) in [
        (format!("http://{gone}/c.toml"), Kind::Unreachable, "refused"),
        // TLS is tried for good: the server answers in plain text.
        (format!("https://{}/catalogue.toml", bed.address), Kind::Unreachable, "InvalidContentType"),
        ("http://koor.example/c.toml".to_owned(), Kind::InvalidInput, "plain http is not spoken: say https"),
        ("ftp://127.0.0.1/c.toml".to_owned(), Kind::InvalidInput, "`ftp` is not spoken: say https"),
        ("https://[::1/c.toml".to_owned(), Kind::InvalidInput, "it is no URL"),
    ] {
        let environment = environment(bed.folder.path());
        let error =
            Koor::catalogue_download_in(&url, None, KEY, PATIENCE, &environment).await.expect_err(&url);
        let sentence = error.to_string();
        assert_eq!(error.kind(), kind, "{sentence}");
        assert!(sentence.contains(words), "{sentence}");
    }
}

#[tokio::test]
async fn an_older_one_is_not_taken_though_it_is_signed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.toml");
    std::fs::write(&path, "format = 1\ndated = \"2020-01-01\"\n").unwrap();
    let password = "hunter2".to_owned().into();
    let keys = Koor::catalogue_new_key(folder.path(), &password).unwrap();
    let signed = Koor::catalogue_sign(&path, &keys.secret, || Ok(password)).unwrap();
    let (old, signature) = (std::fs::read(&path).unwrap(), std::fs::read(&signed.signature).unwrap());
    let address = serve(
        Router::new()
            .route("/old.toml", get(move || async move { old }))
            .route("/elsewhere", get(move || async move { signature })),
    )
    .await;
    let signature = format!("http://{address}/elsewhere");
    let url = format!("http://{address}/old.toml");
    let environment = environment(folder.path());
    let error = Koor::catalogue_download_in(&url, Some(&signature), &signed.key, PATIENCE, &environment)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::Refused);
    assert!(error.to_string().contains("it is of 2020-01-01, and the one in use is of"), "{error}");
}
