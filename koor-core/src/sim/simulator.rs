//! The simulator as a transport.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;

use super::answer::{self, Reply};
use super::kube::PretendKubernetes;
use super::scenario::Scenario;
use super::world::World;
use crate::model::{Command, Kind, OsdId, Source, Target};
use crate::port::{Answer, CephTransport, Clock, Orchestrator, TransportError};

/// How long a pretend daemon takes. More than nothing, so that a deadline of nothing runs out, as it does in life.
const LATENCY: Duration = Duration::from_micros(400);

/// A pretend cluster: a [`Scenario`], a seed and a clock.
pub struct Simulator {
    scenario: Scenario,
    seed: u64,
    clock: Arc<dyn Clock>,
    world: Mutex<World>,
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator")
            .field("scenario", &self.scenario)
            .field("seed", &self.seed)
            .finish_non_exhaustive()
    }
}

impl Simulator {
    /// The cluster of `scenario`, in the middle of its scene. The same seed, clock and times of asking give the same
    /// answers.
    #[must_use]
    pub fn new(scenario: Scenario, seed: u64, clock: Arc<dyn Clock>) -> Self {
        let world = Mutex::new(scenario.world(seed, clock.now().as_second()));
        Self { scenario, seed, clock, world }
    }

    /// The scene.
    #[must_use]
    pub fn scenario(&self) -> Scenario {
        self.scenario
    }

    /// The Kubernetes cluster that it runs in, with Rook: the same cluster, told from the other side.
    #[must_use]
    pub fn orchestrator(self: &Arc<Self>) -> Arc<dyn Orchestrator> {
        Arc::new(PretendKubernetes::of(self.clone()))
    }

    /// Does something with the world as it is now.
    pub(crate) fn with_world<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        let now = self.clock.now().as_second();
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.advance(now);
        work(&mut world)
    }

    /// What the target says, if it can be reached at all.
    fn answer(&self, target: &Target, command: &Command) -> Said {
        self.with_world(|world| match target {
            Target::MonNamed(name) => match world.mon_at(name) {
                None => Said::Error(Kind::NotFound, format!("there is no mon {name} in this cluster")),
                Some(mon) if !world.mons[mon].alive => Said::Error(
                    Kind::Unreachable,
                    format!("the mon at {} does not run: nothing listens there", world.mons[mon].address()),
                ),
                Some(_) if command.prefix == "ping" => Said::Reply(Reply::text(String::new())),
                Some(_) if world.quorum().is_empty() => Said::Nothing,
                Some(_) => Said::Reply(answer::of(world, command)),
            },
            // Sessions and maps come from the mons, whoever is asked.
            _ if world.quorum().is_empty() => Said::Nothing,
            Target::Osd(OsdId(id)) => Said::Reply(answer::of_osd(world, *id, command)),
            Target::Daemon(name) => Said::Reply(answer::of_daemon(world, name, command)),
            _ => Said::Reply(answer::of(world, command)),
        })
    }
}

enum Said {
    Reply(Reply),
    Error(Kind, String),
    /// Nobody answers.
    Nothing,
}

#[async_trait]
impl CephTransport for Simulator {
    async fn command(
        &self,
        target: &Target,
        command: &Command,
        deadline: Duration,
    ) -> Result<Answer, TransportError> {
        let (asked_at, began) = (self.clock.now(), Instant::now());
        tokio::time::sleep(deadline.min(LATENCY)).await;
        let late = || {
            let words = format!("`{command}` to {target}: no answer within {} s", deadline.as_secs_f64());
            TransportError::new(Kind::Timeout, words)
        };
        if deadline <= LATENCY {
            return Err(late());
        }
        match self.answer(target, command) {
            Said::Reply(Reply { status, message, body }) => {
                Ok(Answer { status, message, body, asked_at, took: began.elapsed() })
            }
            Said::Error(kind, message) => Err(TransportError::new(kind, message)),
            Said::Nothing => {
                tokio::time::sleep(deadline.saturating_sub(LATENCY)).await;
                Err(late())
            }
        }
    }

    fn source(&self) -> Source {
        Source {
            rung: "simulator".into(),
            cluster: "demo".into(),
            detail: format!("simulator: scenario {}, seed {}; no real cluster", self.scenario, self.seed),
            chosen_by: None,
            passed_over: Vec::new(),
            mon_host: Vec::new(),
        }
    }

    fn mon_names(&self) -> Vec<String> {
        let world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.mons.iter().map(super::world::Mon::address).collect()
    }
}
