//! What the command takes. Types only: what they mean is decided in the core.
//!
//! What goes with every command, and the list of commands, stand here; the arguments of one subject in a file of its own.

mod catalogue;
mod chart;
mod daemons;
mod demo;
mod health;
mod kubernetes;
mod order;
mod record;
mod records;
mod service;
mod storage;
mod versions;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args as ClapArgs, CommandFactory, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use koor_core::ladder::{Options, Rung};
use koor_core::model::Severity;

pub(crate) use self::catalogue::{Catalogue, Sign, Signed};
pub(crate) use self::chart::{Chart, ChartName};
pub(crate) use self::daemons::{Daemons, Fs, Mgr, Mon, Rgw};
pub(crate) use self::demo::Demo;
pub(crate) use self::health::Health;
pub(crate) use self::kubernetes::{Node, Pvc, Rook};
pub(crate) use self::order::Order;
pub(crate) use self::record::Record;
pub(crate) use self::records::{Config, Crash, Device, Event, Log};
pub(crate) use self::service::VersionService;
pub(crate) use self::storage::{Df, Osd, Pg, Pool};
pub(crate) use self::versions::{CatalogueFrom, Versions, VersionsOf};
use crate::exit::ExitCode;
use crate::output::{self, Format};
use crate::plugin::{self, CalledAs};

/// The scenario of `--demo` and `koor demo` where none is named.
const DEMO: &str = "healthy-small";

const EXAMPLES: &str = "\
Examples:
  koor demo                                  look around without a cluster
  koor --demo=host-down health               any command on a pretend cluster
  koor status                                the cluster of this host
  koor status --watch=2                      again every two seconds
  koor --conf prod.conf --name client.ops osd tree
  koor --cluster prod health -o json         a cluster of the config file
  koor --context prod status                 Rook's in a Kubernetes cluster
  koor record before.tar.zst                 keep what the cluster says now
  koor diff before.tar.zst live              what changed since

How a cluster is chosen: --conf, --cluster, --recording, --demo or the Kubernetes flags; else KOOR_CONF, KOOR_CLUSTER,
KOOR_RECORDING, KOOR_DEMO, KOOR_KUBECONFIG, KOOR_CONTEXT, KOOR_NAMESPACE; else CEPH_CONF and CEPH_ARGS; else the default
cluster of ~/.config/koor/config.toml or /etc/koor/config.toml; else Rook in the Kubernetes cluster of $KUBECONFIG,
~/.kube/config or this pod; else /etc/ceph/ceph.conf.
It is reached through librados where it is installed, else through the `ceph` program; inside Kubernetes through librados
where the mons can be reached from here, else through exec into a pod; every answer says which.

Exit codes: 0 answered (also where parts could not be seen), 1 --fail-on was met, 2 bad input, 3 unreachable, timed out
or no quorum, 4 denied, 5 damaged input, 6 refused, 70 a bug, 130 interrupted.";

/// Koor: what a Rook-Ceph storage cluster is doing, in plain words
#[derive(Debug, Parser)]
#[command(name = "koor", version, after_help = EXAMPLES, max_term_width = 110, propagate_version = true)]
pub(crate) struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// What goes with every command, before or after its name.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct Global {
    /// How to show it
    #[arg(short, long, global = true, value_enum, default_value = "table", help_heading = "Output")]
    pub output: Format,
    /// Look again every S seconds, until Ctrl-C
    #[arg(long, global = true, value_name = "S", num_args = 0..=1, require_equals = true, default_missing_value = "5",
          value_parser = seconds, help_heading = "Output")]
    pub watch: Option<Duration>,
    /// End with 1 where health, or what Koor found, is this bad or worse
    #[arg(long, global = true, value_enum, value_name = "HOW BAD", help_heading = "Output")]
    pub fail_on: Option<FailOn>,
    /// The Ceph conf file
    #[arg(short, long, global = true, value_name = "FILE", help_heading = "Cluster")]
    pub conf: Option<PathBuf>,
    /// The keyring, where the conf does not name it
    #[arg(short, long, global = true, value_name = "FILE", help_heading = "Cluster")]
    pub keyring: Option<PathBuf>,
    /// The client, such as client.admin
    #[arg(short, long, global = true, value_name = "CLIENT", help_heading = "Cluster")]
    pub name: Option<String>,
    /// A cluster by its name in Koor's config file
    #[arg(long, global = true, value_name = "NAME", help_heading = "Cluster")]
    pub cluster: Option<String>,
    /// A recording: a folder or a .tar.zst
    #[arg(long, global = true, value_name = "PATH", help_heading = "Cluster")]
    pub recording: Option<PathBuf>,
    /// A pretend cluster in this scenario: see `koor demo ls`
    #[arg(long, global = true, value_name = "SCENARIO", num_args = 0..=1, require_equals = true,
          default_missing_value = DEMO, help_heading = "Cluster")]
    pub demo: Option<String>,
    /// Another story of the same scenario
    #[arg(long, global = true, value_name = "N", help_heading = "Cluster")]
    pub seed: Option<u64>,
    /// What goes wrong with its answers: slow=S, cut, wrong-types, refused or hung; `cut@osd dump` for one command,
    /// `refused@kube pods` for Kubernetes
    #[arg(long = "fault", global = true, value_name = "FAULT[@COMMAND]", help_heading = "Cluster")]
    pub faults: Vec<String>,
    /// The kubeconfig of the Kubernetes cluster that Rook runs in
    #[arg(long, global = true, value_name = "FILE", help_heading = "Kubernetes")]
    pub kubeconfig: Option<PathBuf>,
    /// The kubeconfig's context
    #[arg(long, global = true, value_name = "NAME", help_heading = "Kubernetes")]
    pub context: Option<String>,
    /// The namespace of the CephCluster; -n with `kubectl koor`
    #[arg(long, global = true, value_name = "NAME", help_heading = "Kubernetes")]
    pub namespace: Option<String>,
    /// The namespace of the Rook operator, where it is another one
    #[arg(long, global = true, value_name = "NAME", help_heading = "Kubernetes")]
    pub operator_namespace: Option<String>,
    /// As whom Kubernetes is asked
    #[arg(long = "as", id = "as", global = true, value_name = "USER", help_heading = "Kubernetes")]
    pub act_as: Option<String>,
    /// In which group, with --as; may be given several times
    #[arg(long = "as-group", global = true, value_name = "GROUP", help_heading = "Kubernetes")]
    pub act_as_groups: Vec<String>,
    /// The rung to use and no other: librados, ceph or exec
    #[arg(long, global = true, value_name = "RUNG", help_heading = "Cluster")]
    pub rung: Option<Rung>,
    /// The path of librados.so.2
    #[arg(long, global = true, value_name = "FILE", help_heading = "Cluster")]
    pub librados: Option<PathBuf>,
    /// How long one question may take, in seconds [default: 5]
    #[arg(long, global = true, value_name = "S", value_parser = seconds, help_heading = "Cluster")]
    pub timeout: Option<Duration>,
    /// Koor's config file
    #[arg(long, global = true, value_name = "FILE", help_heading = "Cluster")]
    pub config: Option<PathBuf>,
}

impl Global {
    /// What was said about how to reach the cluster.
    pub(crate) fn options(&self) -> Options {
        Options {
            cluster: self.cluster.clone(),
            conf: self.conf.clone(),
            keyring: self.keyring.clone(),
            name: self.name.clone(),
            librados: self.librados.clone(),
            recording: self.recording.clone(),
            demo: self.demo.clone(),
            seed: self.seed,
            faults: self.faults.clone(),
            kubeconfig: self.kubeconfig.clone(),
            context: self.context.clone(),
            namespace: self.namespace.clone(),
            operator_namespace: self.operator_namespace.clone(),
            act_as: self.act_as.clone(),
            act_as_groups: self.act_as_groups.clone(),
            rung: self.rung,
            deadline: self.timeout,
            config: self.config.clone(),
            ..Options::default()
        }
    }
}

/// From where on the command fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// A warning or worse
    Warn,
    /// An error
    Error,
}

impl From<FailOn> for Severity {
    fn from(from: FailOn) -> Self {
        match from {
            FailOn::Warn => Self::Warn,
            FailOn::Error => Self::Err,
        }
    }
}

/// What can be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// How is the cluster? One screen
    Status,
    /// Every health check in plain words, and what Koor found beyond them
    #[command(after_help = health::EXAMPLES)]
    Health {
        #[command(subcommand)]
        what: Option<Health>,
    },
    /// The object storage daemons
    #[command(subcommand)]
    Osd(Osd),
    /// The pools
    #[command(subcommand)]
    Pool(Pool),
    /// The placement groups
    #[command(subcommand)]
    Pg(Pg),
    /// How much room there is: raw, what users can store by class and pool, and the OSD that is full first
    Df(Df),
    /// Every daemon with its state, host and version
    Daemon(Daemons),
    /// The monitors: who is in quorum, their clocks
    #[command(subcommand)]
    Mon(Mon),
    /// The managers and their modules
    #[command(subcommand)]
    Mgr(Mgr),
    /// The file systems and their metadata servers
    #[command(subcommand)]
    Fs(Fs),
    /// The RADOS gateways
    #[command(subcommand)]
    Rgw(Rgw),
    /// Everything that has a version, and which is behind; what is newer, and what must not be run
    Versions(Versions),
    /// What Koor knows of versions: a dated and sourced catalogue
    #[command(subcommand)]
    Catalogue(Catalogue),
    /// Serve what Koor knows of versions over HTTP: for Koor's operator, and for everybody's pipelines
    VersionService(VersionService),
    /// Rook and Kubernetes beside Ceph: one picture, and where the three disagree
    #[command(after_help = kubernetes::ROOK_EXAMPLES)]
    Rook {
        #[command(subcommand)]
        what: Option<Rook>,
    },
    /// The nodes of Kubernetes: which daemons they carry, and what a drain would block
    #[command(subcommand)]
    Node(Node),
    /// The claims of applications, and what they lie on in Ceph
    #[command(subcommand)]
    Pvc(Pvc),
    /// The configuration: central, of one daemon, and where they differ
    // The command's own `help` is an option's.
    #[command(subcommand, disable_help_subcommand = true)]
    Config(Config),
    /// The disks, and when they are expected to fail
    #[command(subcommand)]
    Device(Device),
    /// Crashes of daemons
    #[command(subcommand)]
    Crash(Crash),
    /// The tail of the cluster's log
    Log(Log),
    /// What goes on and what happened lately
    Event(Event),
    /// A live screen of the whole cluster; q ends it, ? tells the keys
    #[command(
        after_help = "It works on any terminal of 32 columns by 8 lines or more, without colour where NO_COLOR is set, and in ASCII
where the locale is not UTF-8. Slow questions are asked every 30 seconds; each part shows its age.

Examples:
  koor top
  koor top --interval 2
  koor top --recording incident.tar.zst      play what was recorded"
    )]
    Top {
        /// Look every S seconds [default: --watch, or 5]
        #[arg(long, value_name = "S", value_parser = seconds)]
        interval: Option<Duration>,
    },
    /// A chart in the terminal, or as SVG with -o svg: what fills the cluster, which OSDs are slow, …
    Chart(Chart),
    /// Everything that can be seen; whole with -o json
    Inventory,
    /// What changed between two moments
    #[command(
        after_help = "Each of A and B is a recording, a file written by `koor inventory -o json`, or the word `live`.

Examples:
  koor diff monday.tar.zst tuesday.tar.zst
  koor diff before.json live"
    )]
    Diff {
        /// The earlier one
        a: String,
        /// The later one
        b: String,
    },
    /// Keep what the cluster says, as a folder or a .tar.zst
    Record(Record),
    /// Look around on a pretend cluster that lives: no cluster, no network
    Demo(Demo),
    /// Print the completion script of a shell
    #[command(after_help = "Example:
  koor completions bash > /etc/bash_completion.d/koor")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example:
  koor man | man -l -")]
    Man,
}

/// Reads the command line; help, version, usage errors and what `kubectl` asks for completions are printed here.
pub(crate) fn parse() -> Result<Args, ExitCode> {
    let mut words = std::env::args_os();
    let called = CalledAs::of(words.next().as_deref());
    if called == CalledAs::Completion {
        let words: Vec<String> = words.map(|word| word.to_string_lossy().into_owned()).collect();
        let printed = output::write_bytes(plugin::completions(definition(), &words).as_bytes());
        return Err(printed.map_or(ExitCode::from(1), |()| ExitCode::SUCCESS));
    }
    let parsed = called.named(definition()).try_get_matches();
    parsed.and_then(|matches| Args::from_arg_matches(&matches)).map_err(|error| {
        // A closed pipe behind `--help` is no error.
        let _closed_pipe = error.print();
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
    })
}

/// The command as clap knows it, for completions and the manual page.
pub(crate) fn definition() -> clap::Command {
    Args::command()
}

fn seconds(text: &str) -> Result<Duration, String> {
    koor_core::ladder::seconds(text)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::{Args, definition};

    #[test]
    fn the_definition_holds_together() {
        definition().debug_assert();
    }

    #[test]
    fn global_flags_stand_before_or_after_the_command() {
        for line in
            ["koor -o json status", "koor status -o json", "koor osd ls -o json", "koor osd -o json ls"]
        {
            let args = Args::try_parse_from(line.split(' ')).unwrap();
            assert_eq!(args.global.output, super::Format::Json, "{line}");
        }
        assert!(Args::try_parse_from(["koor", "osd", "show", "osd.3"]).is_ok());
        let error = Args::try_parse_from(["koor", "osd", "show", "x"]).unwrap_err().to_string();
        assert!(error.contains("`x` is not an OSD"), "{error}");
        let error = Args::try_parse_from(["koor", "stauts"]).unwrap_err().to_string();
        assert!(error.contains("'status'"), "a mistyped word is answered by the right one: {error}");
    }
}
