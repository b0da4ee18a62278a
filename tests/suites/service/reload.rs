//! SIGHUP takes what changed on disk into use; whatever is wrong with it, what was in use stays.

use std::fs;

use rustix::process::Signal;

use crate::client::asked;
use crate::http;
use crate::served::{Served, certificate};

const CATALOGUE: &str = r#"
format = 1
dated = "2026-11-01"

[[source]]
id = "here"
title = "A catalogue of ours"
read = "2026-11-01"
state = "verified"
"#;

#[test]
fn another_catalogue_and_then_a_broken_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalogue.toml");
    fs::write(&file, CATALOGUE).unwrap();
    let mut served = Served::start(&["--catalogue", file.to_str().unwrap()]);
    let dated = |served: &Served| {
        let body = http::get(served.address(), "/v2/catalogue").body;
        serde_json::from_str::<serde_json::Value>(&body).unwrap()["dated"].as_str().unwrap().to_owned()
    };
    assert_eq!(dated(&served), "2026-11-01");
    fs::write(&file, CATALOGUE.replace("dated = \"2026-11-01\"", "dated = \"2026-11-20\"")).unwrap();
    served.signal(Signal::HUP);
    assert!(served.line().contains("reloaded: catalogue of 2026-11-20"));
    assert_eq!(dated(&served), "2026-11-20");
    fs::write(&file, "format = 1").unwrap();
    served.signal(Signal::HUP);
    let said = served.line();
    assert!(said.contains("still by the catalogue of 2026-11-20") && said.contains("dated"), "{said}");
    assert_eq!(dated(&served), "2026-11-20");
}

#[test]
fn another_certificate_and_then_none() {
    let folder = tempfile::tempdir().unwrap();
    let (old, old_key) = certificate(folder.path(), "used");
    let (new, new_key) = certificate(folder.path(), "new");
    let mut served =
        Served::start(&["--tls-cert", old.to_str().unwrap(), "--tls-key", old_key.to_str().unwrap()]);
    fs::copy(&new, &old).unwrap();
    fs::copy(&new_key, &old_key).unwrap();
    served.signal(Signal::HUP);
    assert!(served.line().contains("reloaded"));
    let told = || asked(&served.url, ["0.3.6", "1.12.0", "17.2.5"], Some(&new));
    assert!(told().iter().all(|one| one["told"].is_object()), "{:?}", told());
    fs::write(&old, "no certificate").unwrap();
    served.signal(Signal::HUP);
    served.line();
    let said = served.line();
    assert!(said.contains("still with the certificate from before"), "{said}");
    let told = asked(&served.url, ["0.3.6", "1.12.0", "17.2.5"], Some(&new));
    assert!(told.iter().all(|one| one["told"].is_object()), "{told:?}");
}
