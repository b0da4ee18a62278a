//! What a failure of the script in the pod, or a mon's greeting, means.

use super::frame::{Failed, Greeting, Step};
use super::place::Place;
use crate::model::Kind;
use crate::port::TransportError;

/// Why the script has no answer.
pub(super) fn of(failed: &Failed, place: &Place, what: &str) -> TransportError {
    let (pod, name) = (place.name_of_pod(), place.asker());
    let conf = place.conf().map_or_else(|| "its conf".to_owned(), |conf| format!("its conf {conf}"));
    let (kind, message) = match (failed.step, failed.errno) {
        (Step::Make | Step::Set, errno) => {
            (Kind::Internal, format!("librados in {pod} can't be set up (error {errno})"))
        }
        (Step::Conf, errno) => (
            Kind::InvalidInput,
            format!(
                "in {pod} {conf} can't be read (error {errno}): is it of this cluster, and did it start up?"
            ),
        ),
        (Step::Connect, 1 | 13) => (
            Kind::Denied,
            format!(
                "the cluster does not accept the key that {pod} has for {name}: the key is another one there, or the \
                 user does not exist (a toolbox reads its key when it starts: restart it after a rotation)"
            ),
        ),
        (Step::Connect, 2) => {
            (Kind::InvalidInput, format!("{pod} has no key for {name}, or {conf} names no mon (mon_host)"))
        }
        (Step::Connect, 110) => (
            Kind::Unreachable,
            format!(
                "no mon opened a session in time with {pod}: there is no quorum, or nothing listens where {conf} says"
            ),
        ),
        (Step::Connect, 5 | 95) => (
            Kind::Unsupported,
            format!(
                "librados in {pod} can't use the key of {name}: it is damaged, or of a kind that only a newer \
                 release knows; give that pod an image of the cluster's release"
            ),
        ),
        (Step::Connect, errno) => {
            (Kind::Unreachable, format!("{pod} can't connect to the cluster as {name} (error {errno})"))
        }
        (Step::Ask, errno) => (Kind::Internal, format!("{what}: librados in {pod} declined (error {errno})")),
    };
    TransportError::new(kind, message)
}

/// Whether a mon's greeting is one.
pub(super) fn greeted(greeting: Greeting, address: &str, pod: &str) -> Result<(), TransportError> {
    let silent = |kind, words: &str| {
        Err(TransportError::new(kind, format!("the mon at {address}, seen from {pod}, {words}")))
    };
    match greeting {
        Greeting::Ceph => Ok(()),
        Greeting::Other => silent(Kind::Unreachable, "is no Ceph daemon: it greets otherwise"),
        Greeting::Closed => silent(Kind::Unreachable, "closes connections"),
        Greeting::Refused => silent(Kind::Unreachable, "does not run: nothing listens there"),
        Greeting::Late => silent(Kind::Timeout, "hangs or can't be reached: it does not greet"),
        Greeting::Unreachable => silent(Kind::Unreachable, "can't be reached: no route, or its host is down"),
        Greeting::Unresolved => silent(Kind::Unreachable, "can't be found: its name does not resolve"),
    }
}
