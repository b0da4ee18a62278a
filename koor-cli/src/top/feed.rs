//! Looks, beside the screen: a cluster that hangs must not keep a key waiting.

use std::time::Duration;

use koor_core::{TopLook, TopWatch};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

/// How to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pace {
    /// How often.
    pub every: Duration,
    /// Not at all, for now.
    pub paused: bool,
}

/// The task that looks. Dropping it abandons the questions that are under way.
pub(super) struct Feed {
    looks: mpsc::Receiver<TopLook>,
    pace: watch::Sender<Pace>,
    task: JoinHandle<()>,
}

impl Feed {
    /// Begins to look.
    pub(super) fn start(cluster: TopWatch, pace: Pace) -> Self {
        let (send, looks) = mpsc::channel(1);
        let (pace, paces) = watch::channel(pace);
        Self { looks, pace, task: tokio::spawn(go_on(cluster, send, paces)) }
    }

    /// The next look; `None` where the task has died.
    pub(super) async fn next(&mut self) -> Option<TopLook> {
        self.looks.recv().await
    }

    /// Goes on like this from now on.
    pub(super) fn pace(&self, pace: Pace) {
        let _ended = self.pace.send(pace);
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn go_on(mut cluster: TopWatch, send: mpsc::Sender<TopLook>, mut paces: watch::Receiver<Pace>) {
    loop {
        let look = cluster.next().await;
        if send.send(look).await.is_err() {
            return;
        }
        // From the end of a look to the next: looks never pile up.
        let looked = tokio::time::Instant::now();
        loop {
            let Pace { every, paused } = *paces.borrow_and_update();
            tokio::select! {
                () = tokio::time::sleep_until(looked + every), if !paused => break,
                changed = paces.changed() => if changed.is_err() { return },
            }
        }
    }
}
