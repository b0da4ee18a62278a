//! A client made by connect-go from the published proto, as existing operators are.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use koor_testbed::kube::go;
use prost::Message as _;
use prost_types::FileDescriptorSet;
use prost_types::compiler::{CodeGeneratorRequest, CodeGeneratorResponse};
use serde_json::{Value, json};

use crate::served::{Served, certificate};

const PROTO: &str = "api/v1/version.proto";

/// The program, built once.
fn program() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(build)
}

/// The module is copied, what is generated is put beside it, and Go builds both.
fn build() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let go = go(&["a client of the version service"]).unwrap_or_else(|error| panic!("{error}")).join("go");
    let target = std::env::current_exe().unwrap().ancestors().nth(3).unwrap().join("version-client");
    fs::create_dir_all(&target).unwrap();
    for file in ["go.mod", "go.sum", "main.go"] {
        fs::copy(here.join("suites/service/client").join(file), target.join(file)).unwrap();
    }
    run(Command::new(&go).args(["build", "-o", "bin/", "tool"]).current_dir(&target));
    let described = protox::compile([PROTO], [here.join("../koor-web/proto")]).unwrap();
    // Through bytes: protox has a prost of its own.
    let described = FileDescriptorSet::decode(described.encode_to_vec().as_slice()).unwrap();
    for plugin in ["protoc-gen-go", "protoc-gen-connect-go"] {
        for (name, text) in generated(&target.join("bin").join(plugin), &described) {
            let path = target.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    run(Command::new(&go).args(["build", "-o", "bin/client", "."]).current_dir(&target));
    target.join("bin/client")
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// What a plug-in of protoc makes of the proto: names and texts of files.
fn generated(plugin: &Path, described: &FileDescriptorSet) -> Vec<(String, String)> {
    let request = CodeGeneratorRequest {
        file_to_generate: vec![PROTO.to_owned()],
        parameter: Some("module=koor.tech/versionservice".to_owned()),
        proto_file: described.file.clone(),
        compiler_version: None,
    };
    let mut child = Command::new(plugin).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&request.encode_to_vec()).unwrap();
    let output = child.wait_with_output().unwrap();
    let response = CodeGeneratorResponse::decode(output.stdout.as_slice()).unwrap();
    assert_eq!(response.error, None, "{}", plugin.display());
    response.file.into_iter().map(|file| (file.name.unwrap(), file.content.unwrap())).collect()
}

/// What the client is told in each form of the protocol.
pub(crate) fn asked(url: &str, runs: [&str; 3], ca: Option<&Path>) -> Vec<Value> {
    let output = Command::new(program()).arg(url).args(runs).args(ca).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const FORMS: [&str; 6] =
    ["connect proto", "connect json", "connect proto gzip", "connect proto http2", "grpc", "grpc-web"];

/// The same answer in each form.
fn assert_told(answers: &[Value], told: &Value) {
    let forms: Vec<&str> = answers.iter().map(|one| one["form"].as_str().unwrap()).collect();
    assert_eq!(forms, FORMS);
    for answer in answers {
        assert_eq!((&answer["told"], &answer["header"]), (told, &json!("v1")), "{answer}");
    }
}

#[test]
fn an_operator_is_told_what_to_run_in_every_form() {
    let served = Served::start(&[]);
    let told = json!({
        "koorOperator": ["0.3.8", "koorinc/koor-operator:v0.3.8", "", "https://koor-tech.github.io/koor-operator", "koor-operator"],
        "ksd": ["1.12.0", "koorinc/ceph:v1.12.0", "d3d38ae93d268290bbf99545b90addaa6f51c3d1f383ef5f2ab6cb65f2cf243e",
            "https://charts.koor.tech/release", "rook-ceph"],
        "ceph": ["17.2.6", "quay.io/ceph/ceph:v17.2.6", "9c067c50038de818e10ab7887929b6bd496d5dcfe55fa1343854a54e61a82fab", "", ""],
    });
    assert_told(&asked(&served.url, ["0.3.6", "v1.11.3", "17.2.5"], None), &told);
    // 0.3.8 got a 404 of the old service, and knew nothing of the rest either.
    assert_told(&asked(&served.url, ["0.3.8", "1.12.0", "17.2.6"], None), &told);
    let newer = json!({
        "koorOperator": ["0.4.0", "", "", "", ""], "ksd": ["1.13.0", "", "", "", ""], "ceph": ["17.2.6-20230826", "", "", "", ""],
    });
    assert_told(&asked(&served.url, ["v0.4.0", "1.13.0", "17.2.6-20230826"], None), &newer);
}

#[test]
fn a_refusal_is_an_error_of_the_protocol_in_every_form() {
    let served = Served::start(&[]);
    let answers = asked(&served.url, ["0.3.6", "abc", "17.2.5"], None);
    assert_eq!(answers.len(), FORMS.len());
    for answer in answers {
        assert_eq!(answer["code"], "invalid_argument", "{answer}");
        assert_eq!(
            answer["message"], "versions.ksd: `abc` is no version of KSD: write for instance 1.12.0",
            "{answer}"
        );
    }
}

#[test]
fn too_many_questions_are_an_error_of_the_protocol_in_every_form() {
    let served = Served::start(&["--rate", "1"]);
    // The first of them has the quota of the whole second.
    let answers = asked(&served.url, ["0.3.6", "1.12.0", "17.2.5"], None);
    let refused: Vec<&Value> = answers.iter().filter(|one| one["code"] == "resource_exhausted").collect();
    assert!(refused.len() >= 4, "{answers:?}");
    assert!(
        refused
            .iter()
            .all(|one| one["message"].as_str().unwrap().starts_with("too many requests: come back in"))
    );
}

#[test]
fn over_tls_with_a_certificate_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = certificate(folder.path(), "own");
    let words = ["--tls-cert", certificate.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    let served = Served::start(&words);
    assert!(served.url.starts_with("https://"), "{}", served.url);
    let answers = asked(&served.url, ["0.3.6", "1.12.0", "17.2.5"], Some(&certificate));
    assert_eq!(answers.len(), FORMS.len());
    assert!(answers.iter().all(|one| one["told"]["ceph"][0] == "17.2.6"), "{answers:?}");
}
