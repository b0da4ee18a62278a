//! One thing looked at closer, and what is written down: configuration, devices, crashes, the log, a PG.

use futures_util::stream::{self, StreamExt};

use super::Koor;
use crate::collect::Selection;
use crate::error::{Error, Result};
use crate::model::{
    CentralValue, Command, ConfigOption, CrashDetail, Daemon, DaemonName, DeviceHealth, Inventory, Kind,
    LogTail, Part, PgId, RunningConfig, Seen, Service, Target, Unseen, Why,
};
use crate::port::TransportError;
use crate::view::Known;
use crate::wire::{DecodeError, Question, single};
use crate::{view, wire};

/// How many lines of the log are asked for: as many as the mons keep (`mon_log_max`).
const LOG_LINES: i64 = 10_000;

/// How many lines of any level tell where the log begins, where the mons keep fewer: 50 a channel until Pacific.
const LOG_PROBE: i64 = 200;

impl Koor {
    /// The central configuration.
    pub async fn config_dump(&self, filter: &view::ConfigFilter) -> view::ConfigDump {
        let inventory = self.look(&Selection::of(&[Question::ConfigDump])).await;
        let names = inventory.config.value().into_iter().flatten().map(|entry| entry.name.clone());
        let known = self.known(names).await;
        view::ConfigDump::of(&inventory, &known, filter, self.now())
    }

    /// What one daemon runs with: the options that are not at their default, or `all`.
    ///
    /// # Errors
    /// `NotFound` where the mgr knows no such daemon; else where it does not answer or can't be understood.
    pub async fn config_show(&self, daemon: &DaemonName, all: bool) -> Result<view::ConfigShow> {
        let inventory = self.look(&Selection::of(&[Question::ServiceDump])).await;
        let running = self.running(&inventory, daemon, all).await?;
        let set = running.options.iter().filter(|option| option.source != "default");
        let (known, central) =
            tokio::join!(self.known(set.map(|option| option.name.clone())), self.central(daemon));
        Ok(view::ConfigShow::of(&inventory, &running, &known, &central, all, self.now()))
    }

    /// One option of one daemon: what runs, why that, and what it means.
    ///
    /// # Errors
    /// As [`config_show`](Self::config_show), and `NotFound` where the daemon has no such option.
    pub async fn config_option(&self, daemon: &DaemonName, option: &str) -> Result<view::ConfigOptionShow> {
        let inventory = self.look(&Selection::of(&[Question::ServiceDump])).await;
        let running = self.running(&inventory, daemon, true).await?;
        let Some(one) = running.options.iter().find(|known| known.name == option) else {
            let names: Vec<String> = running.options.iter().map(|known| known.name.clone()).collect();
            return Err(view::ConfigHelp::not_found(option, &names));
        };
        let (help, central) = tokio::join!(self.help(option), self.central(daemon));
        Ok(view::ConfigOptionShow::of(&inventory, daemon, one, &help, &central, self.now()))
    }

    /// What an option means.
    ///
    /// # Errors
    /// `NotFound` where Ceph knows no such option; else where the mons do not answer or can't be understood.
    pub async fn config_help(&self, option: &str) -> Result<view::ConfigHelp> {
        match self.help(option).await {
            Part::Seen(seen) => {
                let inventory = self.look(&Selection::of(&[Question::ConfigDump])).await;
                Ok(view::ConfigHelp::of(&inventory, seen.value, self.now()))
            }
            Part::Unseen(Unseen { why: Why { kind: Kind::NotFound, .. }, .. }) => {
                let names = self.one(&Target::Mon, &single::config_ls(), wire::option::names).await;
                Err(view::ConfigHelp::not_found(option, names.value().map_or(&[], Vec::as_slice)))
            }
            Part::Unseen(unseen) => Err(failure(unseen.why)),
        }
    }

    /// What differs from the defaults in the cluster as a whole, and daemons that run with something else than the
    /// mons hold for them. Two questions a daemon.
    pub async fn config_diff(&self) -> view::ConfigDiff {
        let selection = Selection::daemons().and(Question::ConfigDump);
        let inventory = self.look(&selection).await;
        let daemons: Vec<view::DaemonConfig> = stream::iter(inventory.daemons())
            .map(|daemon| self.daemon_config(&inventory, daemon))
            .buffered(self.transport.concurrency().max(1))
            .collect()
            .await;
        let told = daemons.iter().filter_map(|daemon| daemon.answer.as_ref().ok());
        let running = told.clone().flat_map(|(running, _)| &running.options);
        let names = running.filter(|option| option.source != "default").map(|option| option.name.clone());
        let held = told.flat_map(|(_, central)| central).map(|central| central.name.clone());
        let dumped = inventory.config.value().into_iter().flatten().map(|entry| entry.name.clone());
        let known = self.known(names.chain(held).chain(dumped)).await;
        view::ConfigDiff::of(&inventory, &daemons, &known, self.now())
    }

    /// The devices that `filter` chooses.
    pub async fn device_list(&self, filter: &view::DeviceFilter) -> view::DeviceList {
        view::DeviceList::of(&self.look(&devices()).await, filter, self.now())
    }

    /// All that is known of one device.
    ///
    /// # Errors
    /// `NotFound` where the cluster has no such device.
    pub async fn device(&self, id: &str) -> Result<view::DeviceShow> {
        let inventory = self.look(&devices()).await;
        let command = single::device_health(id);
        let health: Part<Option<DeviceHealth>> = self.one(&Target::Mgr, &command, wire::device::health).await;
        view::DeviceShow::of(&inventory, id, &health, self.now())
    }

    /// The crashes that `filter` chooses, the newest first.
    pub async fn crash_list(&self, filter: &view::CrashFilter) -> view::CrashList {
        let inventory = self.look(&Selection::of(&[Question::CrashLs])).await;
        view::CrashList::of(&inventory, filter, self.now())
    }

    /// One crash whole, by its id or a beginning of it that no other has.
    ///
    /// # Errors
    /// `NotFound` where there is none, or more than one.
    pub async fn crash(&self, asked: &str) -> Result<view::CrashShow> {
        let inventory = self.look(&Selection::of(&[Question::CrashLs])).await;
        let resolved = view::CrashShow::resolve(&inventory, asked)?;
        let report: Part<CrashDetail> = match (&resolved, inventory.crashes.why()) {
            (Some(id), _) => self.one(&Target::Mgr, &single::crash_info(id), wire::crash::detail).await,
            (None, Some(why)) => Part::unseen(why.kind, why.message.clone()),
            (None, None) => Part::not_asked(),
        };
        Ok(view::CrashShow::of(&inventory, resolved.as_deref().unwrap_or(asked), &report, self.now()))
    }

    /// The tail of the log.
    pub async fn log(&self, filter: &view::LogFilter) -> view::LogView {
        let selection = Selection::of(&[]);
        let (inventory, tail) =
            tokio::join!(self.look(&selection), self.log_tail(&filter.channel, filter.level.as_str()));
        view::LogView::of(&inventory, &tail, filter, self.now())
    }

    /// What goes on and what happened lately.
    pub async fn events(&self, filter: view::EventFilter) -> view::EventList {
        let selection = Selection::of(&[Question::Progress, Question::CrashLs]);
        let (inventory, tail) = tokio::join!(self.look(&selection), self.log_tail("cluster", "info"));
        view::EventList::of(&inventory, &tail, filter, self.now())
    }

    /// All that is known of one placement group, and why it is in its state. Where something is wrong with it, its
    /// primary is asked, too.
    ///
    /// # Errors
    /// `NotFound` where the cluster has no such PG.
    pub async fn pg(&self, id: PgId) -> Result<view::PgShow> {
        let inventory = self.look(&Selection::pg_show()).await;
        let query = match view::PgShow::primary_to_ask(&inventory, id) {
            Some(osd) => self.one(&Target::Osd(osd), &single::pg_query(id), wire::pg_query::decode).await,
            None => Part::not_asked(),
        };
        view::PgShow::of(&inventory, id, &query, self.now())
    }

    /// The lines of a channel, and how far back the mons keep any.
    async fn log_tail(&self, channel: &str, level: &str) -> Part<LogTail> {
        let (all, probe) =
            (single::log_last(LOG_LINES, level, channel), single::log_last(LOG_PROBE, "debug", channel));
        let (lines, newest) = tokio::join!(
            self.one(&Target::Mon, &all, wire::log::lines),
            self.one(&Target::Mon, &probe, wire::log::lines)
        );
        let lines = match lines {
            // A recording holds the inventory's own question.
            Part::Unseen(unseen) if unseen.why.kind == Kind::NotFound && channel == "cluster" => {
                self.one(&Target::Mon, &Question::Log.command(), wire::log::lines).await
            }
            lines => lines,
        };
        match lines {
            Part::Unseen(unseen) => Part::Unseen(unseen),
            Part::Seen(seen) => {
                let newest =
                    newest.value().filter(|newest| i64::try_from(newest.len()).is_ok_and(|n| n < LOG_PROBE));
                let oldest = |lines: &[crate::model::LogEntry]| lines.iter().filter_map(|line| line.at).min();
                // Fewer than were asked for: there are no more.
                let exact = newest.and_then(|newest| oldest(newest));
                Part::Seen(seen.map(|lines| LogTail {
                    begins: exact.or_else(|| oldest(&lines)),
                    begins_exactly: exact.is_some(),
                    lines,
                }))
            }
        }
    }

    /// What Ceph says of options. One that it does not know, or that it did not tell, is not in it.
    async fn known(&self, names: impl Iterator<Item = String>) -> Known {
        let mut distinct: Vec<String> = names.collect();
        distinct.sort();
        distinct.dedup();
        stream::iter(distinct)
            .map(|name| async move { Some((name.clone(), self.help(&name).await.value()?.clone())) })
            .buffer_unordered(self.transport.concurrency().max(1))
            .filter_map(|known| async { known })
            .collect()
            .await
    }

    async fn help(&self, option: &str) -> Part<ConfigOption> {
        self.one(&Target::Mon, &single::config_help(option), wire::option::help).await
    }

    /// What the mons hold for a daemon. A gateway is a client there: `rgw.a` is configured as `client.rgw.a`.
    async fn central(&self, daemon: &DaemonName) -> Part<Vec<CentralValue>> {
        let entity = match daemon.daemon_type.0.as_str() {
            "mon" | "mgr" | "osd" | "mds" | "client" => daemon.clone(),
            _ => DaemonName::new("client", daemon.to_string()),
        };
        self.one(&Target::Mon, &single::config_get(&entity), wire::option::central).await
    }

    /// What a daemon runs with, as the mgr knows it.
    async fn running(&self, inventory: &Inventory, daemon: &DaemonName, all: bool) -> Result<RunningConfig> {
        let asked = key(inventory.services.value().map_or(&[], Vec::as_slice), daemon);
        let command = if all { single::config_show_all(&asked) } else { wire::question::config_show(&asked) };
        let decode = |bytes: &[u8]| wire::config::running(daemon.clone(), bytes);
        match self.one(&Target::Mgr, &command, decode).await {
            Part::Seen(seen) => Ok(seen.value),
            Part::Unseen(unseen) if unseen.why.kind == Kind::NotFound => {
                let known = self.look(&Selection::daemons()).await.daemons();
                Err(no_such_daemon(daemon, &known))
            }
            Part::Unseen(unseen) => Err(failure(unseen.why)),
        }
    }

    async fn daemon_config(&self, inventory: &Inventory, daemon: Daemon) -> view::DaemonConfig {
        let name = daemon.name;
        if daemon.ok == Some(false) {
            let message = format!("it does not run as it should: {}", daemon.state);
            let answer = Err(Why { kind: Kind::Unreachable, message });
            return view::DaemonConfig { daemon: name, answer };
        }
        let asked = key(inventory.services.value().map_or(&[], Vec::as_slice), &name);
        let command = wire::question::config_show(&asked);
        let decode = |bytes: &[u8]| wire::config::running(name.clone(), bytes);
        let (running, central) = tokio::join!(self.one(&Target::Mgr, &command, decode), self.central(&name));
        let answer = match (running, central) {
            (Part::Seen(running), Part::Seen(central)) => Ok((running.value, central.value)),
            (Part::Unseen(unseen), _) | (_, Part::Unseen(unseen)) => Err(unseen.why),
        };
        view::DaemonConfig { daemon: name, answer }
    }

    /// One answer about one thing.
    pub(super) async fn one<T>(
        &self,
        target: &Target,
        command: &Command,
        decode: impl FnOnce(&[u8]) -> Result<T, DecodeError>,
    ) -> Part<T> {
        let answer = match self.transport.command(target, command, self.deadline).await {
            Ok(answer) => answer,
            Err(error) => return Part::unseen(error.kind, error.message),
        };
        let unseen = |why| Part::Unseen(Unseen { why, asked_at: Some(answer.asked_at) });
        if answer.status != 0 {
            return unseen(wire::errno::why(command, answer.status, &answer.message));
        }
        match decode(&answer.body) {
            Ok(value) => Part::Seen(Seen {
                value,
                asked_at: answer.asked_at,
                as_of: None,
                stale: None,
                partial: None,
                took_ms: answer.took.as_secs_f64() * 1e3,
                source: format!("{target}: {command}"),
            }),
            Err(error) => unseen(Why {
                kind: Kind::Corrupt,
                message: format!("the answer to `{command}` can't be read: {error}"),
            }),
        }
    }
}

fn devices() -> Selection {
    Selection::of(&[Question::DeviceLs, Question::CrushDump])
}

/// The name under which the mgr knows a daemon: one without a map of its own is known by its number (`rgw.4146`).
fn key(services: &[Service], daemon: &DaemonName) -> DaemonName {
    let service = services.iter().find(|service| service.service_type == daemon.daemon_type.0);
    let found = service
        .and_then(|service| service.daemons.iter().find(|known| known.id.as_ref() == Some(&daemon.id)));
    found.map_or_else(|| daemon.clone(), |known| DaemonName::new(&daemon.daemon_type.0, known.key.clone()))
}

fn no_such_daemon(daemon: &DaemonName, known: &[Daemon]) -> Error {
    let names: Vec<String> = known.iter().map(|daemon| daemon.name.to_string()).collect();
    Error::NotFound { message: view::no_such_daemon(&daemon.to_string(), &names) }
}

fn failure(why: Why) -> Error {
    TransportError::new(why.kind, why.message).into()
}
