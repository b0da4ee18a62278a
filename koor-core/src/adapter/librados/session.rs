//! A connection that is made when it is needed and made anew when it is stuck.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use super::access::Access;
use super::handle::{Handle, Reply};
use super::library::Library;
use super::workers;
use crate::model::{Command, Kind, Target};
use crate::port::TransportError;

/// errno of an answer that a time limit made.
const ETIMEDOUT: i32 = -110;

/// One handle with its time limit, made, kept and replaced.
#[derive(Debug)]
pub(super) struct Session {
    library: Arc<Library>,
    access: Arc<Access>,
    /// For connecting: no question, however long its answer may take, waits longer than that for nobody.
    connect_s: u64,
    limit_s: u64,
    slot: Mutex<Slot>,
}

#[derive(Debug, Default)]
struct Slot {
    handle: Option<Arc<Handle>>,
    /// Configured and not yet connected: what the cluster was opened with.
    prepared: Option<Handle>,
    /// The last attempt to connect that failed, and when: whoever was waiting for that attempt shares its outcome
    /// instead of making another one.
    failed: Option<(Instant, TransportError)>,
}

impl Session {
    /// `prepared` has the same limits.
    pub(super) fn new(
        library: Arc<Library>,
        access: Arc<Access>,
        connect_s: u64,
        limit_s: u64,
        prepared: Option<Handle>,
    ) -> Self {
        let slot = Mutex::new(Slot { prepared, ..Slot::default() });
        Self { library, access, connect_s, limit_s, slot }
    }

    /// Sends one command, connecting first where needed; all within `deadline`. Also says how long the command
    /// itself took.
    pub(super) async fn command(
        &self,
        target: &Target,
        command: &Command,
        deadline: Duration,
    ) -> Result<(Reply, Duration), TransportError> {
        let began = Instant::now();
        let handle = match tokio::time::timeout(deadline, self.handle(began, deadline)).await {
            Ok(handle) => handle?,
            Err(_) => return Err(workers::late(deadline, "connecting to the cluster")),
        };
        let (target, command) = (target.clone(), command.clone());
        let what = format!("`{command}`");
        let left = deadline.saturating_sub(began.elapsed());
        let call = move || {
            let sent = Instant::now();
            handle.command(&target, &command).map(|reply| (reply, sent.elapsed()))
        };
        let (reply, took) = workers::run(left, &what, call).await.map_err(|error| match error.kind {
            Kind::Timeout => workers::late(deadline, &what),
            _ => error,
        })??;
        if reply.status == ETIMEDOUT {
            return Err(workers::late(Duration::from_secs(self.limit_s), &what));
        }
        Ok((reply, took))
    }

    /// The handle, connected. `began` is when the caller began to wait.
    async fn handle(&self, began: Instant, deadline: Duration) -> Result<Arc<Handle>, TransportError> {
        let mut slot = self.slot.lock().await;
        if let Some(handle) = slot.handle.as_ref().filter(|handle| !handle.is_stuck()) {
            return Ok(handle.clone());
        }
        // A stuck one is left to whoever still waits on it; dropping our share never shuts it down under a call.
        slot.handle = None;
        if let Some((_, error)) = slot.failed.as_ref().filter(|(at, _)| *at >= began) {
            return Err(error.clone());
        }
        let prepared = slot.prepared.take().filter(Handle::is_of_this_process);
        match self.connect(prepared, deadline).await {
            Ok(handle) => {
                slot.failed = None;
                slot.handle = Some(handle.clone());
                Ok(handle)
            }
            Err(error) => {
                slot.failed = Some((Instant::now(), error.clone()));
                Err(error)
            }
        }
    }

    async fn connect(
        &self,
        prepared: Option<Handle>,
        deadline: Duration,
    ) -> Result<Arc<Handle>, TransportError> {
        let (library, access) = (self.library.clone(), self.access.clone());
        let (connect_s, limit_s) = (self.connect_s, self.limit_s);
        workers::run(deadline, "connecting to the cluster", move || {
            access.resolve()?;
            let handle = match prepared {
                Some(handle) => handle,
                None => access.handle(library.clone(), connect_s, limit_s)?,
            };
            let handle = Arc::new(handle);
            handle.connect().map_err(|status| access.refused(status, &library, connect_s))?;
            Ok(handle)
        })
        .await?
    }
}
