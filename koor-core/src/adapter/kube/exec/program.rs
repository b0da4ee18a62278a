//! One `ceph` a command, where a pod has no `rados` module.

use std::time::{Duration, Instant};

use super::ended::Ended;
use super::place::{MON_HOST, Place, Places, PodRole};
use super::run::{self, NotRun, Output};
use super::{Reply, failed, frame::Greeting};
use crate::adapter::ceph_verdict;
use crate::adapter::ceph_words::Asker;
use crate::model::{Command, Kind, Target};
use crate::port::TransportError;

/// Asks one command.
pub(super) async fn command(
    places: &Places,
    place: &Place,
    target: &Target,
    command: &Command,
    deadline: Duration,
) -> Result<Reply, TransportError> {
    if let (Target::MonNamed(mon), "ping") = (target, command.prefix) {
        return greeting(places, place, mon, deadline).await;
    }
    let asker = Asker {
        name: place.asker().to_owned(),
        cluster: "ceph".into(),
        // `ceph` wants some conf, and a mon's pod need not have one: what it holds stands in the environment.
        conf: place.conf().or_else(|| (place.role == PodRole::Mon).then(|| "/dev/null".to_owned())),
        keyring: place.keyring().map(str::to_owned),
    };
    let what = format!("`{command}` in {}", place.name_of_pod());
    // Variables of the pod would choose another cluster or client; a mon's pod has no conf.
    let script = match place.role {
        PodRole::Toolbox | PodRole::Operator => "unset CEPH_ARGS; exec ceph \"$@\"".to_owned(),
        PodRole::Mon => format!("unset CEPH_ARGS; exec ceph -m \"${MON_HOST}\" \"$@\""),
    };
    let words = [
        bounded(deadline),
        ["sh", "-c", &script, "ceph"].map(str::to_owned).to_vec(),
        asker.words(target, command, deadline)?,
    ]
    .concat();
    let began = Instant::now();
    let output = run::output(places, place, &words, deadline).await.map_err(|why| told(why, place))?;
    let Output { ended, stdout, stderr } = output;
    let code = match ended {
        // What `timeout` ends with where it had to end it; `sh` where there is no `ceph`.
        Ended::Exit(124 | 137) => return Err(super::late(deadline, &what)),
        Ended::Exit(127) | Ended::NoProgram => return Err(no_ceph(place)),
        Ended::Exit(code) if code < 0 => None,
        Ended::Exit(code) => Some(code),
        Ended::Other(words) => {
            let words = crate::model::clipped(&words);
            return Err(TransportError::new(Kind::Unreachable, format!("{what}: {words}")));
        }
    };
    let reply = ceph_verdict::of(ceph_verdict::Output { code, stdout, stderr }, &asker, &what)?;
    Ok(Reply { status: reply.status, message: reply.message, body: reply.body, took: Some(began.elapsed()) })
}

/// Whatever runs ends by itself a little after nobody waits for it any more.
fn bounded(deadline: Duration) -> Vec<String> {
    let limit = deadline.as_secs() + 1;
    ["timeout", "-k", "5", &limit.to_string()].map(str::to_owned).to_vec()
}

/// The first bytes that a mon says to whoever connects.
async fn greeting(
    places: &Places,
    place: &Place,
    address: &str,
    deadline: Duration,
) -> Result<Reply, TransportError> {
    let (host, port) = address.rsplit_once(':').unwrap_or((address, "3300"));
    let host = host.trim_matches(['[', ']']);
    let script = "exec 3<>\"/dev/tcp/$1/$2\" && head -c 7 <&3";
    let words =
        [bounded(deadline), ["bash", "-c", script, "bash", host, port].map(str::to_owned).to_vec()].concat();
    let began = Instant::now();
    let output = run::output(places, place, &words, deadline).await.map_err(|why| told(why, place))?;
    let greeting = match (output.ended, &output.stdout[..]) {
        (Ended::Exit(0), b"ceph v2" | b"ceph v0") => Greeting::Ceph,
        (Ended::Exit(0), b"") => Greeting::Closed,
        (Ended::Exit(0), _) => Greeting::Other,
        (Ended::Exit(124 | 137), _) => Greeting::Late,
        (Ended::Exit(127) | Ended::NoProgram, _) => {
            let words = format!("{} has no bash to ask single mons with", place.name_of_pod());
            return Err(TransportError::new(Kind::Unsupported, words));
        }
        _ if output.stderr.contains("refused") => Greeting::Refused,
        _ => Greeting::Unreachable,
    };
    failed::greeted(greeting, address, &place.name_of_pod())?;
    Ok(Reply { status: 0, message: String::new(), body: Vec::new(), took: Some(began.elapsed()) })
}

fn told(why: NotRun, place: &Place) -> TransportError {
    match why {
        NotRun::NoModule => no_ceph(place),
        NotRun::Refused(error) | NotRun::Failed(error) => error,
    }
}

fn no_ceph(place: &Place) -> TransportError {
    TransportError::new(
        Kind::Unsupported,
        format!("{} has neither Python's `rados` module nor the `ceph` program", place.name_of_pod()),
    )
}
