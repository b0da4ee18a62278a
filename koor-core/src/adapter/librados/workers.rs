//! The threads on which librados' blocking calls run: named, capped, never waited for.
//!
//! tokio's own blocking pool would be wrong here: a runtime that ends waits for its tasks, and a call that hangs
//! would keep the process from ending.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::model::Kind;
use crate::port::TransportError;

/// How many threads there are at most. Eight calls are under way in a round; the rest is room for calls that hang.
const THREADS: usize = 32;

/// How long a thread without work stays.
const IDLE: Duration = Duration::from_secs(30);

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    threads: usize,
    idle: usize,
    /// The process is ending: nothing begins any more.
    ending: bool,
}

struct Workers {
    queue: Mutex<Queue>,
    news: Condvar,
    /// Told whenever a thread has nothing to do.
    rest: Condvar,
}

/// One pool for the process: the cap holds however many clusters are open.
fn workers() -> &'static Workers {
    static WORKERS: OnceLock<Workers> = OnceLock::new();
    WORKERS.get_or_init(|| Workers { queue: Mutex::default(), news: Condvar::new(), rest: Condvar::new() })
}

/// Runs `call` on a thread of the pool and waits for it, at most until `deadline`. A call that is late goes on, and
/// what it returns is dropped; one that has not begun by then never does.
pub(super) async fn run<T, F>(deadline: Duration, what: &str, call: F) -> Result<T, TransportError>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    let (reply, receive) = oneshot::channel();
    workers().push(Box::new(move || {
        if !reply.is_closed() {
            let _gone = reply.send(call());
        }
    }))?;
    match tokio::time::timeout(deadline, receive).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(_)) => {
            Err(TransportError::new(Kind::Internal, format!("the thread that ran {what} ended early")))
        }
        Err(_) => Err(late(deadline, what)),
    }
}

/// Lets no further call begin and waits until none is under way, at most so long; whether that came.
pub(super) fn end(within: Duration) -> bool {
    let workers = workers();
    let mut queue = workers.queue.lock().unwrap_or_else(PoisonError::into_inner);
    queue.ending = true;
    queue.jobs.clear();
    let busy = |queue: &mut Queue| queue.threads > queue.idle;
    let waited = workers.rest.wait_timeout_while(queue, within, busy).unwrap_or_else(PoisonError::into_inner);
    !waited.1.timed_out()
}

/// The sentence of a deadline that ran out.
pub(super) fn late(deadline: Duration, what: &str) -> TransportError {
    TransportError::new(Kind::Timeout, format!("{what}: no answer within {} s", deadline.as_secs_f64()))
}

impl Workers {
    fn push(&'static self, job: Job) -> Result<(), TransportError> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.ending {
            return Err(TransportError::new(Kind::Interrupted, "this process is ending"));
        }
        queue.jobs.push_back(job);
        if queue.idle >= queue.jobs.len() {
            self.news.notify_one();
            return Ok(());
        }
        if queue.threads >= THREADS {
            // All are busy: the job waits for one of them, its caller for as long as its deadline allows.
            return Ok(());
        }
        let spawned =
            std::thread::Builder::new().name(format!("koor-rados-{}", queue.threads)).spawn(|| self.work());
        match spawned {
            Ok(_) => queue.threads += 1,
            Err(error) if queue.threads == 0 => {
                queue.jobs.clear();
                return Err(TransportError::new(
                    Kind::Internal,
                    format!("no thread could be started for librados: {error}"),
                ));
            }
            Err(_) => {}
        }
        Ok(())
    }

    fn work(&self) {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(job) = queue.jobs.pop_front() {
                drop(queue);
                job();
                queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            queue.idle += 1;
            self.rest.notify_all();
            let (woken, timeout) =
                self.news.wait_timeout(queue, IDLE).unwrap_or_else(PoisonError::into_inner);
            queue = woken;
            queue.idle -= 1;
            if timeout.timed_out() && queue.jobs.is_empty() {
                queue.threads -= 1;
                return;
            }
        }
    }
}
