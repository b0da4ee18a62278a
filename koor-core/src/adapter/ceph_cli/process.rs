//! One process: started, read to its end, and ended with everything it started when its time is up.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Child;

use super::access::{self, Access};
use crate::adapter::ceph_verdict::Output;
use crate::model::{Kind, MAX_ANSWER};
use crate::port::TransportError;

/// How much of stderr is read: the words that matter are its last lines, and nobody writes a megabyte of them.
const MAX_WORDS: u64 = 1 << 20;

/// Runs the program with `words` and waits for it, at most until `deadline`.
pub(super) async fn run(
    access: &Access,
    words: &[String],
    deadline: Duration,
    what: &str,
) -> Result<Output, TransportError> {
    let mut command = prepared(access, words);
    let child = command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => access::missing(&access.program),
        _ => TransportError::new(
            Kind::Unsupported,
            format!("{} can't be started: {error}", access.program.display()),
        ),
    })?;
    let mut running = Running(child);
    match tokio::time::timeout(deadline, running.output()).await {
        Ok(Ok(output)) => Ok(output),
        Ok(Err(error)) => Err(TransportError::new(
            Kind::Unreachable,
            format!("{what}: the answer of the `ceph` program can't be read ({error})"),
        )),
        Err(_) => Err(TransportError::new(
            Kind::Timeout,
            format!(
                "{what}: the `ceph` program did not end within {} s and was stopped",
                deadline.as_secs_f64()
            ),
        )),
    }
}

/// The process to be, with what it may see of this one.
fn prepared(access: &Access, words: &[String]) -> tokio::process::Command {
    let mut command = tokio::process::Command::new(&access.program);
    command
        .args(words)
        // `-m` or `--id` in CEPH_ARGS would silently ask another cluster or as somebody else; whoever chooses the rung
        // has read it and says so through `Access`.
        .env_remove("CEPH_ARGS")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    // A group of its own: the program may be a wrapper (`cephadm shell`, `kubectl exec`), and what it started has to
    // end with it.
    #[cfg(unix)]
    command.process_group(0);
    command
}

/// A process under way. Dropped before it ended, it is killed with its whole group.
struct Running(Child);

impl Running {
    async fn output(&mut self) -> std::io::Result<Output> {
        let (stdout, stderr) = (self.0.stdout.take(), self.0.stderr.take());
        // All three together: a pipe that nobody reads would stop the program.
        let (stdout, stderr) =
            futures_util::future::try_join(all_of(stdout, MAX_ANSWER), head_of(stderr, MAX_WORDS)).await?;
        let status = self.0.wait().await?;
        Ok(Output { code: status.code(), stdout, stderr: String::from_utf8_lossy(&stderr).into_owned() })
    }
}

#[cfg(unix)]
impl Drop for Running {
    fn drop(&mut self) {
        // `id` is there as long as nobody waited for the process, so the number is still its own.
        if let Some(pid) = self.0.id()
            && let Ok(pid) = i32::try_from(pid)
            && let Some(group) = rustix::process::Pid::from_raw(pid)
        {
            let _gone = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

/// All that comes, or an error where it is more than `most`.
async fn all_of(pipe: Option<impl AsyncRead + Unpin>, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        pipe.take(most + 1).read_to_end(&mut bytes).await?;
    }
    if bytes.len() as u64 > most {
        return Err(std::io::Error::other(format!("it is larger than {} GiB", most >> 30)));
    }
    Ok(bytes)
}

/// The first `most` bytes of what comes; the rest is read and dropped.
async fn head_of(pipe: Option<impl AsyncRead + Unpin>, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        (&mut pipe).take(most).read_to_end(&mut bytes).await?;
        let mut rest = [0_u8; 4096];
        while pipe.read(&mut rest).await? > 0 {}
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Access, prepared};

    #[test]
    fn ceph_args_do_not_reach_the_program() {
        let command = prepared(&Access::default(), &[]);
        let hidden: Vec<_> = command.as_std().get_envs().filter(|(_, value)| value.is_none()).collect();
        assert_eq!(hidden, [("CEPH_ARGS".as_ref(), None)]);
    }
}
