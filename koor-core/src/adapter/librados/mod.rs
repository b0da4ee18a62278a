//! Commands through the installed `librados.so.2`: 0.4 to 1 ms each, against 240 to 750 ms for the `ceph` program.
//!
//! The library is loaded with `dlopen` when a transport is made; nothing is linked. What was learnt about it on real
//! clusters of 16.2, 18.2 and 20.2 decides the shape of this folder:
//! - `rados_mgr_command` is **never** used: with a hung mgr it returns a positive 110 and crashes the process when the
//!   mgr wakes (<https://tracker.ceph.com/issues/65985>). Mgr commands go through `rados_mon_command`; the mon passes
//!   them on;
//! - a call can't be interrupted, and its time limit belongs to the handle, not to the call: calls run on threads of
//!   our own (`workers`), a deadline abandons the waiting and not the call, and a handle whose calls outlive their
//!   limit is left alone and replaced (`session`);
//! - `rados_ping_monitor` is not used either: towards a mon that is in no quorum it never returns, whatever its time
//!   limit; such a mon is asked for its greeting instead;
//! - a handle does not survive a `fork`: it remembers its process id and refuses;
//! - `log_file` and `admin_socket` of the conf file would appear on connect: both are blanked;
//! - librados writes to stderr about names that do not resolve: names are resolved first (`access`).
//!
//! This is the only place in the workspace with `unsafe` code; `library` and `handle` hold all of it.
#![allow(unsafe_code)]

mod access;
mod handle;
mod library;
mod session;
mod workers;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

pub use access::Access;
pub use library::LibraryVersion;

/// Before a process ends: lets no further call into librados begin, and waits until none is under way, at most
/// `within`. Whether that came.
///
/// librados has statics that go when `main` returns, and a call that is under way then crashes (seen on 16.2). A process that
/// can't wait, or where this tells `false`, ends by `_exit`, as the `koor` command does. There is no way back.
pub fn end(within: Duration) -> bool {
    workers::end(within)
}

use super::greeting;
use crate::model::{Command, Source, Target};
use crate::port::{Answer, CephTransport, Clock, TransportError};
use library::Library;
use session::Session;

/// A librados that is loaded, before anything is known of the cluster.
#[derive(Debug)]
pub struct Installed(Arc<Library>);

impl Installed {
    /// Loads the library. `path` as in [`Access::library`].
    ///
    /// # Errors
    /// `Unsupported` where none can be loaded.
    pub fn load(path: Option<&std::path::Path>) -> Result<Self, TransportError> {
        Ok(Self(Arc::new(Library::load(path)?)))
    }

    /// Checks what can be checked without a cluster: the conf file, the keyring, the key's type, the names in
    /// `mon_host`. Connects with the first command.
    ///
    /// `deadline` is the usual deadline of commands to come; a connection is tried for a little less than that.
    ///
    /// # Errors
    /// `Unsupported` where the library is too old for the key; `InvalidInput` where a file is missing or can't be
    /// read or the conf names no mons.
    pub fn open(
        self,
        access: Access,
        clock: Arc<dyn Clock>,
        deadline: Duration,
    ) -> Result<Librados, TransportError> {
        let library = self.0;
        let usual = just_below(deadline.min(PATIENT_FROM));
        let (access, handle) = access.checked(&library, usual)?;
        let access = Arc::new(access);
        let session = |limit, prepared| Session::new(library.clone(), access.clone(), usual, limit, prepared);
        Ok(Librados {
            prompt: session(usual, Some(handle)),
            patient: session(just_below(Duration::from_mins(1)), None),
            library,
            access,
            clock,
        })
    }
}

/// The deadline from which a call goes through the patient handle.
const PATIENT_FROM: Duration = Duration::from_secs(15);

/// A [`CephTransport`] over librados.
#[derive(Debug)]
pub struct Librados {
    library: Arc<Library>,
    access: Arc<Access>,
    clock: Arc<dyn Clock>,
    /// Time limits belong to the handle: one handle for what must answer promptly, one for what may take a minute.
    prompt: Session,
    patient: Session,
}

impl Librados {
    /// Loads the library that `access` names and opens the cluster with it: [`Installed::load`], [`Installed::open`].
    ///
    /// # Errors
    /// As those two.
    pub fn open(access: Access, clock: Arc<dyn Clock>, deadline: Duration) -> Result<Self, TransportError> {
        Installed::load(access.library.as_deref())?.open(access, clock, deadline)
    }

    /// The library that was loaded.
    #[must_use]
    pub fn library_version(&self) -> &LibraryVersion {
        self.library.version()
    }

    fn session(&self, deadline: Duration) -> &Session {
        if deadline > PATIENT_FROM { &self.patient } else { &self.prompt }
    }
}

/// librados' own limit, in whole seconds: a little less than the deadline, so that a silent cluster is told by
/// librados (the thread comes back) and only a stuck library by the deadline (the thread is lost).
fn just_below(deadline: Duration) -> u64 {
    deadline.as_secs().saturating_sub(1).max(1)
}

#[async_trait]
impl CephTransport for Librados {
    async fn command(
        &self,
        target: &Target,
        command: &Command,
        deadline: Duration,
    ) -> Result<Answer, TransportError> {
        let asked_at = self.clock.now();
        if let (Target::MonNamed(mon), "ping") = (target, command.prefix) {
            let mon = mon.clone();
            let took =
                workers::run(deadline, &format!("the mon at {mon}"), move || greeting::wait(&mon, deadline))
                    .await??;
            return Ok(Answer { status: 0, message: String::new(), body: Vec::new(), asked_at, took });
        }
        let (reply, took) = self.session(deadline).command(target, command, deadline).await?;
        Ok(Answer { status: reply.status, message: reply.message, body: reply.body, asked_at, took })
    }

    fn source(&self) -> Source {
        Source {
            rung: "librados".into(),
            cluster: self.access.cluster.clone(),
            detail: format!("librados {}, {}", self.library.version(), self.access.describe()),
            chosen_by: None,
            passed_over: Vec::new(),
            mon_host: Vec::new(),
        }
    }

    fn mon_names(&self) -> Vec<String> {
        self.access.mon_names()
    }
}
