//! A file from a URL: over TLS, in bounded time and size, with few redirects.
//!
//! No adapter of a cluster. What comes is nobody's word until its signature was verified; what is bounded here is what a
//! server could do to whoever asks it. Plain HTTP is spoken with this host alone.

use std::time::Duration;

use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, Response, Url};

use crate::model::{Bytes, Kind};

/// How many times a server may send the asker elsewhere.
const REDIRECTS: usize = 5;

/// Why a file could not be had.
#[derive(Debug, thiserror::Error)]
#[error("{url} can't be downloaded: {reason}")]
pub struct DownloadError {
    /// From where, as it was asked for.
    pub url: String,
    /// What it means.
    pub kind: Kind,
    /// Why, as a piece of a sentence.
    pub reason: String,
}

/// The bytes at a URL.
///
/// # Errors
/// [`DownloadError`] where it is no address that is asked, nobody answers within `deadline`, the answer is no file, or it is
/// larger than `most`.
pub(crate) async fn file(url: &str, most: u64, deadline: Duration) -> Result<Vec<u8>, DownloadError> {
    let failed = |(kind, reason)| DownloadError { url: shown(url), kind, reason };
    let late = |_| (Kind::Timeout, format!("it was not there within {} s", deadline.as_secs_f64()));
    let within = tokio::time::timeout(deadline, bytes(url, most)).await;
    within.map_err(late).and_then(|done| done).map_err(failed)
}

type Failed = (Kind, String);

async fn bytes(url: &str, most: u64) -> Result<Vec<u8>, Failed> {
    let url = Url::parse(url).map_err(|error| (Kind::InvalidInput, format!("it is no URL ({error})")))?;
    may_be_asked(&url).map_err(|reason| (Kind::InvalidInput, reason))?;
    let mut response = client(&url)?.get(url).send().await.map_err(|error| of_reqwest(&error))?;
    is_file(&response)?;
    let too_large = || (Kind::Corrupt, format!("it is larger than {}", Bytes(most)));
    if response.content_length().is_some_and(|length| length > most) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    // A server says how long it is only until it is read, or nothing at all.
    while let Some(piece) = response.chunk().await.map_err(|error| of_reqwest(&error))? {
        if (bytes.len() + piece.len()) as u64 > most {
            return Err(too_large());
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

fn client(url: &Url) -> Result<Client, Failed> {
    // ring, for the whole process: the workspace has no other, and whoever embeds this may have chosen already.
    let _chosen_before = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .user_agent(concat!("koor/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::custom(redirected));
    // A proxy would not reach this host.
    let builder = if is_this_host(url) { builder.no_proxy() } else { builder };
    builder.build().map_err(|error| (Kind::Internal, format!("no client could be made ({})", root(&error))))
}

fn redirected(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    if attempt.previous().len() > REDIRECTS {
        return attempt.error(format!("the server sent elsewhere more than {REDIRECTS} times"));
    }
    let began_here = attempt.previous().first().is_some_and(is_this_host);
    match may_be_asked(attempt.url()) {
        // What is outside must not lead to what listens on this host.
        Ok(()) if !began_here && is_this_host(attempt.url()) => {
            attempt.error("the server sent to this host itself, which is not followed")
        }
        Ok(()) => attempt.follow(),
        Err(reason) => attempt.error(format!("the server sent elsewhere, and {reason}")),
    }
}

/// Whether a URL is asked at all: over TLS, or on this host.
fn may_be_asked(url: &Url) -> Result<(), String> {
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_this_host(url) => Ok(()),
        "http" => Err("plain http is not spoken: say https".to_owned()),
        other => Err(format!("`{other}` is not spoken: say https")),
    }
}

fn is_this_host(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    address.map_or(host == "localhost", |address| address.is_loopback())
}

/// Only 200 is the file itself.
fn is_file(response: &Response) -> Result<(), Failed> {
    let status = response.status();
    let kind = match status.as_u16() {
        200 => return Ok(()),
        404 | 410 => Kind::NotFound,
        401 | 403 => Kind::Denied,
        _ => Kind::Unreachable,
    };
    Err((kind, format!("the server answered {status}")))
}

fn of_reqwest(error: &reqwest::Error) -> Failed {
    // A redirect that is not followed is nobody's silence.
    let kind = if error.is_redirect() { Kind::Refused } else { Kind::Unreachable };
    (kind, root(error))
}

/// What lies under an error: its own words name the URL once more.
fn root(error: &dyn std::error::Error) -> String {
    let mut inner = error;
    while let Some(cause) = inner.source() {
        inner = cause;
    }
    inner.to_string()
}

/// A URL without what may be a password.
fn shown(url: &str) -> String {
    match Url::parse(url) {
        Ok(mut known) if !known.username().is_empty() || known.password().is_some() => {
            let _may_have_no_host = known.set_username("").and_then(|()| known.set_password(None));
            known.to_string()
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use reqwest::Url;

    use super::{may_be_asked, shown};

    #[test]
    fn only_tls_is_spoken_and_plain_http_with_this_host() {
        for url in
            ["https://koor.tech/c.toml", "http://127.0.0.1:8/c", "http://[::1]/c", "http://localhost/c"]
        {
            assert_eq!(may_be_asked(&Url::parse(url).unwrap()), Ok(()), "{url}");
        }
        for url in
            ["http://koor.tech/c.toml", "http://127.0.0.1.koor.tech/c", "ftp://koor.tech/c", "file:///c"]
        {
            assert!(may_be_asked(&Url::parse(url).unwrap()).unwrap_err().contains("say https"), "{url}");
        }
    }

    #[test]
    fn passwords_of_a_url_are_not_told() {
        assert_eq!(shown("https://me:hunter2@koor.tech/c.toml"), "https://koor.tech/c.toml");
        assert_eq!(shown("https://koor.tech/c.toml"), "https://koor.tech/c.toml");
    }
}
