//! Runs the transports' contract over a cluster, one line a case: `koor-contract --help`.
#![forbid(unsafe_code)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use koor_core::Koor;
use koor_core::adapter::recording::{RecordOptions, Recorder};
use koor_core::ladder::{Environment, Options};
use koor_core::port::{CephTransport, SystemClock};
use koor_tests::contract::{self, Abilities, Case, Facts};

const USAGE: &str = "\
koor-contract --facts FILE --conf FILE --rung librados|ceph [--record PATH]
koor-contract --facts FILE --kubeconfig FILE --namespace NAME --rung librados|exec [--record PATH]
koor-contract --facts FILE --recording PATH
koor-contract --facts FILE --replay PATH
    FILE holds what is known of the cluster, as JSON. --record keeps the whole suite as a recording, which --replay
    then runs again; --recording takes one that `koor record` made.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(cases) => {
            for case in &cases {
                println!("{case}");
            }
            ExitCode::from(u8::from(!contract::failures(&cases).is_empty()))
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

async fn run() -> Result<Vec<Case>, Box<dyn Error>> {
    let (mut options, mut facts, mut record, mut abilities) = (Options::default(), None, None, None);
    let mut words = std::env::args().skip(1);
    while let Some(flag) = words.next() {
        let value = words.next().ok_or(USAGE)?;
        match flag.as_str() {
            "--facts" => facts = Some(serde_json::from_slice::<Facts>(&std::fs::read(value)?)?),
            "--conf" => options.conf = Some(value.into()),
            "--kubeconfig" => options.kubeconfig = Some(value.into()),
            "--namespace" => options.namespace = Some(value),
            "--rung" => {
                let rung =
                    ["librados", "ceph", "exec"].into_iter().find(|rung| *rung == value).ok_or(USAGE)?;
                abilities = Some(Abilities::live(rung));
                options.rung = Some(value.parse()?);
            }
            "--recording" | "--replay" => {
                abilities =
                    Some(if flag == "--replay" { Abilities::replay() } else { Abilities::recording() });
                options.recording = Some(value.into());
            }
            "--record" => record = Some(PathBuf::from(value)),
            _ => return Err(USAGE.into()),
        }
    }
    let (facts, abilities) = (facts.ok_or(USAGE)?, abilities.ok_or(USAGE)?);
    // Nothing of the surroundings may choose another cluster.
    let koor = Koor::open_in(options, &Environment::default()).await?;
    match record {
        Some(path) => recorded(&path, koor.transport().clone(), facts, abilities).await,
        None => Ok(contract::run(koor.transport().clone(), facts, abilities).await),
    }
}

/// The same through a recorder, which must behave as what stands behind it.
async fn recorded(
    path: &Path,
    inner: Arc<dyn CephTransport>,
    facts: Facts,
    abilities: Abilities,
) -> Result<Vec<Case>, Box<dyn Error>> {
    let options = RecordOptions { redact: true, overwrite: false };
    let recorder = Arc::new(Recorder::to_archive(path, inner, Arc::new(SystemClock), options)?);
    let cases = contract::run(recorder.clone(), facts, abilities).await;
    recorder.finish()?;
    Ok(cases)
}
