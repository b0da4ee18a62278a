//! A password: from the environment, from stdin, or asked on the terminal; never from the command line, which every
//! process of a host can read.

use std::io::{BufRead as _, IsTerminal as _, Read as _};
use std::sync::OnceLock;

use koor_core::{Error, Result};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use secrecy::{ExposeSecret as _, SecretString};

/// Where it may stand.
const VARIABLE: &str = "KOOR_CATALOGUE_PASSWORD";
/// The longest line that is read for one.
const LONGEST: u64 = 4096;
/// The terminal as it was before somebody was asked, with its echo.
static BEFORE: OnceLock<Termios> = OnceLock::new();

/// Gives the terminal its echo back, where Ctrl-C ends the question.
pub(crate) fn unasked() {
    if let Some(before) = BEFORE.get() {
        let _has_none = tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, before);
    }
}

/// The password of a key that there is.
pub(crate) fn of_key(from_stdin: bool) -> Result<SecretString> {
    match given(from_stdin)? {
        Some(password) => Ok(password),
        None => asked("Password of the secret key: "),
    }
}

/// The password of a key that is to be made: typed twice.
pub(crate) fn new(from_stdin: bool) -> Result<SecretString> {
    if let Some(password) = given(from_stdin)? {
        return Ok(password);
    }
    let password = asked("Password for the new key: ")?;
    let again = asked("The same once more: ")?;
    if password.expose_secret() != again.expose_secret() {
        return Err(refused("the two passwords differ"));
    }
    Ok(password)
}

fn given(from_stdin: bool) -> Result<Option<SecretString>> {
    if from_stdin {
        let mut line = String::new();
        let read = std::io::stdin().lock().take(LONGEST).read_line(&mut line);
        read.map_err(|error| refused(&format!("the password can't be read from stdin: {error}")))?;
        return Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned().into()));
    }
    Ok(std::env::var(VARIABLE).ok().filter(|text| !text.is_empty()).map(SecretString::from))
}

fn asked(prompt: &str) -> Result<SecretString> {
    if !std::io::stdin().is_terminal() {
        let why =
            format!("there is no terminal to ask for the password: set {VARIABLE}, or say --password-stdin");
        return Err(refused(&why));
    }
    if let Ok(before) = tcgetattr(rustix::stdio::stdin()) {
        BEFORE.get_or_init(|| before);
    }
    let typed = rpassword::prompt_password(prompt);
    typed.map(SecretString::from).map_err(|error| refused(&format!("the password can't be read: {error}")))
}

fn refused(message: &str) -> Error {
    Error::InvalidInput { message: message.to_owned() }
}
