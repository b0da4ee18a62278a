//! Waiting for a cluster to reach a state. Always with a limit, and with the reason when it is passed.

use std::time::Duration;

use serde_json::Value;

use crate::{Cluster, Error, health, poll};

/// Between two questions. A `ceph` program costs half a second of processor time, so asking more often would
/// slow down what is waited for.
const PAUSE: Duration = Duration::from_millis(300);

impl Cluster {
    /// Asks until the condition holds. An error while asking counts as "not yet": a cluster that is being
    /// broken on purpose does not always answer.
    ///
    /// # Errors
    ///
    /// [`Error::TimedOut`] with the last error, if there was one, and the cluster's own view.
    pub fn wait_for(
        &self,
        what: &str,
        limit: Duration,
        mut condition: impl FnMut(&Self) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let mut last = None;
        let asked = poll::until(limit, PAUSE, || match condition(self) {
            Ok(reached) => {
                last = None;
                reached.then_some(())
            }
            Err(e) => {
                last = Some(e);
                None
            }
        });
        asked.ok_or_else(|| {
            let last = last.map(|e| format!("the last time: {e}\n")).unwrap_or_default();
            self.timed_out(what, limit, &last)
        })
    }

    /// Waits for `HEALTH_OK`.
    pub fn wait_health_ok(&self) -> Result<(), Error> {
        self.wait_status("HEALTH_OK", |status| health::unhealthy(status).is_empty())
    }

    /// Waits until every placement group is active and clean.
    pub fn wait_clean(&self) -> Result<(), Error> {
        self.wait_status("all placement groups active and clean", |status| health::unclean(status).is_empty())
    }

    /// Waits until a health check, such as `OSD_DOWN`, is raised.
    pub fn wait_check(&self, code: &str) -> Result<(), Error> {
        self.wait_status(&format!("the health check {code}"), |status| health::has_check(status, code))
    }

    /// Waits until everything that belongs to the cluster's shape is there and well.
    pub fn wait_complete(&self) -> Result<(), Error> {
        let shape = self.shape();
        self.wait_status("the whole cluster to be well", |status| health::blockers(status, shape).is_empty())
    }

    /// The answer to `ceph status`.
    pub fn status(&self) -> Result<Value, Error> {
        self.ceph_json(&["status"])
    }

    fn wait_status(&self, what: &str, reached: impl Fn(&Value) -> bool) -> Result<(), Error> {
        self.wait_for(what, self.shape().limit, |cluster| Ok(reached(&cluster.status()?)))
    }

    fn timed_out(&self, what: &str, limit: Duration, last: &str) -> Error {
        let view = match self.status() {
            Ok(status) => {
                let blockers = health::blockers(&status, self.shape());
                if blockers.is_empty() { "the cluster is well".to_owned() } else { blockers.join("\n") }
            }
            Err(e) => format!("no status: {e}"),
        };
        let gone = |name: &String| matches!(self.pid(name), Ok(None));
        let gone: Vec<String> = self.daemons().into_iter().filter(gone).collect();
        let logs = gone.iter().map(|name| format!("\n{name} does not run:\n{}", self.log_tail(name)));
        let logs: String = logs.collect();
        Error::TimedOut { what: what.to_owned(), limit, report: format!("{last}{view}{logs}") }
    }
}
