//! What is kept and written down: the configuration, devices, crashes, the log, events.

use koor_core::Koor;
use koor_core::view::{ConfigFilter, CrashFilter, DeviceFilter, EventFilter};

use crate::args::{Command, Config, Crash, Device, Global};
use crate::exit::ExitCode;
use crate::output::Stopped;
use crate::run::look;

/// Asks an open cluster for it.
pub(crate) async fn ask(koor: &Koor, global: &Global, command: &Command) -> Result<ExitCode, Stopped> {
    match command {
        Command::Config(Config::Dump { who, option, level }) => {
            let filter = ConfigFilter { who: who.clone(), option: option.clone(), level: level.clone() };
            look(global, || async { Ok(koor.config_dump(&filter).await) }).await
        }
        Command::Config(Config::Show { daemon, option: Some(option), .. }) => {
            look(global, || koor.config_option(daemon, option)).await
        }
        Command::Config(Config::Show { daemon, all, .. }) => {
            look(global, || koor.config_show(daemon, *all)).await
        }
        Command::Config(Config::Help { option }) => look(global, || koor.config_help(option)).await,
        Command::Config(Config::Diff) => look(global, || async { Ok(koor.config_diff().await) }).await,
        Command::Device(Device::Ls { host, daemon }) => {
            let filter = DeviceFilter { host: host.clone(), daemon: daemon.clone() };
            look(global, || async { Ok(koor.device_list(&filter).await) }).await
        }
        Command::Device(Device::Show { id }) => look(global, || koor.device(id)).await,
        Command::Crash(Crash::Ls { new, entity }) => {
            let filter = CrashFilter { new: *new, entity: entity.clone() };
            look(global, || async { Ok(koor.crash_list(&filter).await) }).await
        }
        Command::Crash(Crash::Show { id }) => look(global, || koor.crash(id)).await,
        Command::Log(log) => {
            let filter = log.filter();
            look(global, || async { Ok(koor.log(&filter).await) }).await
        }
        Command::Event(event) => {
            let filter = EventFilter { state: event.state, kind: event.kind };
            look(global, || async { Ok(koor.events(filter).await) }).await
        }
        _ => Err(Stopped::Failed("this command does not ask for what is written down".into())),
    }
}
