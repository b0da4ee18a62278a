//! The adapter against a script that plays the program: exit codes, noise, hanging.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Access, CephProgram};
use crate::model::{Command, Kind, OsdId, Target, Word};
use crate::port::{Answer, CephTransport, SystemClock, TransportError};

const DEADLINE: Duration = Duration::from_secs(20);

/// A folder with a program `ceph` that runs `script` behind a `--version` of its own.
fn program(script: &str) -> (tempfile::TempDir, CephProgram) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ceph");
    let text = format!(
        "#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'ceph version 16.2.15 (618f) pacific (stable)'; exit 0; fi\n{script}\n"
    );
    // Written by another process: were the file open for writing in this one, a test that starts its own program
    // meanwhile would inherit it, and starting this one would fail with "text file busy".
    let written = std::process::Command::new("/bin/sh")
        .args(["-c", "printf %s \"$1\" > \"$2\"", "sh", &text])
        .arg(&path)
        .status()
        .unwrap();
    assert!(written.success());
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    let program = open(&path);
    (folder, program)
}

fn open(path: &Path) -> CephProgram {
    let access = Access { program: path.to_owned(), ..Access::default() };
    CephProgram::open(access, Arc::new(SystemClock)).unwrap()
}

async fn ask(script: &str, command: &Command) -> Result<Answer, TransportError> {
    let (_folder, program) = program(script);
    program.command(&Target::Mon, command, DEADLINE).await
}

#[tokio::test]
async fn the_words_are_those_one_would_type() {
    let (_folder, program) = program("for word in \"$@\"; do printf '%s|' \"$word\"; done");
    let mut command = Command::new("log last");
    command = command.with("num", Word::Number(50)).text("level", "info");
    let usual = "--format|json|--connect-timeout|19|--name|client.admin|";
    for (target, words) in [
        (Target::Mon, "log|last|50|info|"),
        (Target::Mgr, "log|last|50|info|"),
        (Target::Osd(OsdId(3)), "tell|osd.3|log|last|50|info|"),
        (Target::Daemon("mds.a".into()), "tell|mds.a|log|last|50|info|"),
        (Target::MonNamed("b".into()), "tell|mon.b|log|last|50|info|"),
    ] {
        let answer = program.command(&target, &command, DEADLINE).await.unwrap();
        assert_eq!(String::from_utf8(answer.body).unwrap(), format!("{usual}{words}"));
    }
    assert_eq!(program.source().rung, "ceph");
    assert_eq!(program.source().detail, "ceph 16.2.15 program, client.admin, its default conf");
}

#[tokio::test]
async fn a_word_that_looks_like_an_option_is_refused() {
    let (_folder, program) = program("echo started");
    for (target, command) in [
        (Target::Mon, Command::new("config show").text("who", "--key=AQabc")),
        (Target::Mon, Command::new("osd down").with("ids", Word::List(vec!["1".into(), "-h".into()]))),
        (Target::Mon, Command::new("log last").with("num", Word::Number(-1))),
        (Target::Daemon("-x.y".into()), Command::new("version")),
    ] {
        let error = program.command(&target, &command, DEADLINE).await.unwrap_err();
        assert_eq!(error.kind, Kind::InvalidInput, "{command}");
        assert!(!error.message.contains("AQabc"), "{error}");
    }
}

#[tokio::test]
async fn an_error_beside_a_body_keeps_both() {
    let answer = ask(
        r#"echo; echo '{"ok_to_stop":false}'; echo 'Error EBUSY: unsafe to stop osd(s)' >&2; exit 16"#,
        &Command::new("osd ok-to-stop"),
    )
    .await
    .unwrap();
    assert_eq!((answer.status, answer.message.as_str()), (-16, "unsafe to stop osd(s)"));
    assert_eq!(answer.body, b"\n{\"ok_to_stop\":false}\n");
}

#[tokio::test]
async fn noise_is_no_message() {
    let noise = "2026-11-22T17:56:33.554+0000 7f891c9ff6c0 -1 auth: unable to find a keyring on /x: (2) No such file\n\n\
                 /usr/bin/ceph:1: DeprecationWarning: pkg_resources, see x.py:12: UserWarning: old\n  import pkg_resources\n";
    let quiet =
        ask(&format!("echo '{{}}'; printf '%s' \"{noise}\" >&2"), &Command::new("status")).await.unwrap();
    assert_eq!((quiet.status, quiet.message.as_str()), (0, ""));
    let said = ask(&format!("printf '%s' \"{noise}\" >&2; echo 'dumped all' >&2"), &Command::new("pg dump"))
        .await
        .unwrap();
    assert_eq!(said.message, "dumped all");
}

#[tokio::test]
async fn what_is_no_answer_says_why() {
    let log = "2026-11-22T17:56:33.554+0000 7f891c9ff6c0 -1 ";
    let cases = [
        ("echo 'timed out' >&2; exit 1".to_owned(), Kind::Unreachable, "no mon opened a session"),
        (
            "echo '[errno 110] RADOS timed out (error connecting to the cluster)' >&2; exit 110".into(),
            Kind::Unreachable,
            "mon_host",
        ),
        (
            "echo '[errno 13] RADOS permission denied (error connecting to the cluster)' >&2; exit 13".into(),
            Kind::Denied,
            "does not accept the key of client.admin",
        ),
        (
            format!(
                "echo '{log}auth: unable to find a keyring on /keys/client.admin: (2) No such file or directory
{log}AuthRegistry(0x7f) no keyring found at /keys/client.admin, disabling cephx
[errno 13] RADOS permission denied (error connecting to the cluster)' >&2; exit 13"
            ),
            Kind::InvalidInput,
            "/keys/client.admin does not exist",
        ),
        (
            format!(
                "echo '{log}auth: unable to find a keyring on /k: (13) Permission denied
{log}AuthRegistry(0x7f) no keyring found at /k, disabling cephx
[errno 13] RADOS permission denied (error connecting to the cluster)' >&2; exit 13"
            ),
            Kind::InvalidInput,
            "/k may not be read by this user",
        ),
        (
            format!(
                "echo '{log}auth: error parsing file /k: type=key val=AgBsecret==: Malformed input
{log}auth: failed to load /k: (5) Input/output error
[errno 5] RADOS I/O error (error connecting to the cluster)' >&2; exit 1"
            ),
            Kind::Unsupported,
            "aes256k",
        ),
        (
            "echo \"Error initializing cluster client: ObjectNotFound('RADOS object not found (error calling \
             conf_read_file)')\" >&2; exit 1"
                .into(),
            Kind::InvalidInput,
            "--conf",
        ),
        (
            "echo \"ModuleNotFoundError: No module named 'rados'\" >&2; exit 1".into(),
            Kind::Unsupported,
            "No module named 'rados'",
        ),
        ("echo 'Error ETIMEDOUT: late' >&2; exit 110".into(), Kind::Timeout, "no answer in time"),
        ("kill -9 $$".into(), Kind::Unreachable, "ended by a signal"),
    ];
    for (script, kind, words) in cases {
        let error = ask(&script, &Command::new("status")).await.unwrap_err();
        assert_eq!(error.kind, kind, "{script}: {error}");
        assert!(error.message.contains(words), "{script}: {error}");
        assert!(!error.message.contains("AgBsecret"), "a key never leaves: {error}");
    }
}

#[tokio::test]
async fn a_program_that_hangs_ends_with_all_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let mark = folder.path().join("alive");
    // The child of the script would write the mark, were it not killed with its parent.
    let script = format!("(sleep 2; echo x > '{}') & sleep 30", mark.display());
    let (_folder, program) = program(&script);
    let began = Instant::now();
    let deadline = Duration::from_millis(500);
    let error = program.command(&Target::Mon, &Command::new("status"), deadline).await.unwrap_err();
    assert_eq!(error.kind, Kind::Timeout, "{error}");
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(!mark.exists(), "what the program started went on");
}

#[test]
fn what_is_missing_is_told_at_once() {
    let open = |access| CephProgram::open(access, Arc::new(SystemClock)).unwrap_err();
    let error = open(Access { program: "no-such-ceph".into(), ..Access::default() });
    assert_eq!(error.kind, Kind::Unsupported);
    assert!(error.message.contains("apt-get install ceph-common"), "{error}");
    let error = open(Access {
        program: "/bin/sh".into(),
        conf: Some("/nonexistent/ceph.conf".into()),
        ..Access::default()
    });
    assert_eq!(error.kind, Kind::InvalidInput);
    assert!(error.message.contains("/nonexistent/ceph.conf does not exist"), "{error}");
    let error = open(Access { program: "/bin/sh".into(), name: "-x".into(), ..Access::default() });
    assert_eq!(error.kind, Kind::InvalidInput);
}
