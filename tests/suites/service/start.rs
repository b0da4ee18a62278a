//! How it begins, and how it ends.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};

use koor_tests::command::{self, Said};
use rustix::process::Signal;

use crate::http;
use crate::served::Served;

fn refused(words: &[&str]) -> Said {
    command::end(command::on_host(&[&["version-service"], words].concat()))
}

#[test]
fn it_ends_when_it_is_told_to() {
    for signal in [Signal::TERM, Signal::INT] {
        let served = Served::start(&[]);
        assert_eq!(http::get(served.address(), "/healthz").body, "ok\n");
        // Somebody who never says what he wants keeps nobody waiting.
        let mut silent = TcpStream::connect(served.address()).unwrap();
        silent.write_all(b"GET / HT").unwrap();
        served.signal(signal);
        assert_eq!(served.ended(), Some(0));
    }
}

#[test]
fn what_it_can_not_begin_with_is_one_sentence() {
    let open = refused(&["--listen", "0.0.0.0:0"]);
    assert!(
        open.refusal(2).contains("can be reached from other hosts: give it a certificate, or say --plain"),
        "{open}"
    );
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = refused(&["--listen", &address]);
    assert!(said.refusal(2).contains(&format!("can't listen on {address}")), "{said}");
    let folder = tempfile::tempdir().unwrap();
    let none = folder.path().join("none.pem");
    let none = none.to_str().unwrap();
    let said = refused(&["--listen", "127.0.0.1:0", "--tls-cert", none, "--tls-key", none]);
    assert!(said.refusal(2).contains("are no certificate with its key"), "{said}");
    let said = refused(&["--listen", "127.0.0.1:0", "--catalogue", none]);
    assert!(said.refusal(2).contains("none.pem"), "{said}");
}
