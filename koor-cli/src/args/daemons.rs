//! Daemons: of any type, and those of one.

use clap::{Args as ClapArgs, Subcommand};
use koor_core::model::{Daemon, DaemonType};
use koor_core::view::{DaemonFilter, FsRow, MdsRow, MgrRow, ModuleFilter, ModuleRow, MonRow, RgwRow};

use super::Order;

/// Where they run and what they do: what any list of daemons can be chosen by.
#[derive(Debug, ClapArgs)]
pub(crate) struct Where {
    /// Only those on one host
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Only those in one state, by a word of it, such as standby or down
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
}

impl Where {
    /// As the core takes it.
    pub(crate) fn filter(&self) -> DaemonFilter {
        DaemonFilter { daemon_type: None, host: self.host.clone(), state: self.state.clone() }
    }
}

/// `koor daemon`
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  koor daemon --type mds
  koor daemon --host node1               what runs there
  koor daemon --state down
  koor daemon --sort version             who is behind")]
pub(crate) struct Daemons {
    /// Only daemons of one type, such as mon or rgw
    #[arg(long = "type", value_name = "TYPE")]
    daemon_type: Option<String>,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    pub order: Order<Daemon>,
}

impl Daemons {
    /// As the core takes it.
    pub(crate) fn filter(&self) -> DaemonFilter {
        DaemonFilter { daemon_type: self.daemon_type.clone().map(DaemonType), ..self.place.filter() }
    }
}

/// `koor mon`
#[derive(Debug, Subcommand)]
pub(crate) enum Mon {
    /// One line a mon, who is in quorum, and how many may fail
    #[command(after_help = "Examples:
  koor mon ls
  koor mon ls --state \"out of quorum\"
  koor mon ls --sort skew --reverse      the worst clock first")]
    Ls {
        #[command(flatten)]
        place: Where,
        #[command(flatten)]
        order: Order<MonRow>,
    },
    /// All that is known of one mon
    #[command(after_help = "Example:
  koor mon show a")]
    Show {
        /// Its name: a or mon.a
        mon: String,
    },
}

/// `koor mgr`
#[derive(Debug, Subcommand)]
pub(crate) enum Mgr {
    /// One line a mgr, and which modules are on
    #[command(after_help = "Examples:
  koor mgr ls
  koor mgr ls --state standby")]
    Ls {
        #[command(flatten)]
        place: Where,
        #[command(flatten)]
        order: Order<MgrRow>,
    },
    /// All that is known of one mgr
    #[command(after_help = "Example:
  koor mgr show x")]
    Show {
        /// Its name: x or mgr.x
        mgr: String,
    },
    /// One line a module: on, always on or off, where it serves, why it does not run
    #[command(after_help = "Examples:
  koor mgr modules --state failed
  koor mgr modules --state on")]
    Modules {
        /// Only modules in one state: on, always-on, off or failed
        #[arg(long, value_name = "STATE")]
        state: Option<ModuleFilter>,
        #[command(flatten)]
        order: Order<ModuleRow>,
    },
}

/// `koor fs`
#[derive(Debug, Subcommand)]
pub(crate) enum Fs {
    /// One line a file system
    #[command(after_help = "Examples:
  koor fs ls
  koor fs ls --sort stored --reverse     the largest first")]
    Ls {
        #[command(flatten)]
        order: Order<FsRow>,
    },
    /// All that is known of one file system, its metadata servers and its pools
    #[command(after_help = "Example:
  koor fs show cephfs")]
    Show {
        /// Its name
        // Not `name`: that is the client's, which goes with every command.
        fs: String,
    },
    /// One line a metadata server
    #[command(after_help = "Examples:
  koor fs mds
  koor fs mds --fs cephfs
  koor fs mds --state laggy")]
    Mds {
        /// Only those that serve one file system, or follow one that does
        #[arg(long, value_name = "NAME")]
        fs: Option<String>,
        #[command(flatten)]
        place: Where,
        #[command(flatten)]
        order: Order<MdsRow>,
    },
}

/// `koor rgw`
#[derive(Debug, Subcommand)]
pub(crate) enum Rgw {
    /// One line a RADOS gateway, as the mgr's service map knows them
    #[command(after_help = "Examples:
  koor rgw ls
  koor rgw ls --host node1 -o wide")]
    Ls {
        #[command(flatten)]
        place: Where,
        #[command(flatten)]
        order: Order<RgwRow>,
    },
    /// All that is known of one gateway
    #[command(after_help = "Example:
  koor rgw show store.a")]
    Show {
        /// Its id, or its key in the service map where several have that id
        id: String,
    },
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use crate::args::Args;

    fn parse(line: &str) -> Result<Args, String> {
        Args::try_parse_from(line.split(' ')).map_err(|error| error.to_string())
    }

    #[test]
    fn every_list_stands_by_a_column_of_its_own() {
        for (list, column) in [
            ("osd ls", "use%"),
            ("pool ls", "client-io"),
            ("pg ls", "deep"),
            ("daemon", "version"),
            ("mon ls", "skew"),
            ("mgr ls", "since"),
            ("mgr modules", "why-not"),
            ("fs ls", "meta-stored"),
            ("fs mds", "laggy"),
            ("rgw ls", "zone"),
            ("versions", "count"),
        ] {
            for line in [format!("koor {list} --sort {column} --reverse"), format!("koor {list} --reverse")] {
                parse(&line).unwrap();
            }
            let error = parse(&format!("koor {list} --sort colour")).unwrap_err();
            assert!(error.contains("there is no column `colour`; columns are "), "{error}");
            assert!(error.contains(column.trim_end_matches('%')), "{error}");
        }
    }

    /// An argument with the id of a global one would be taken for it.
    #[test]
    fn no_argument_is_taken_for_a_global_one() {
        fn look(command: &clap::Command, globals: &[String]) {
            for inner in command.get_subcommands() {
                let own = inner.get_arguments().filter(|argument| !argument.is_global_set());
                for argument in own {
                    let id = argument.get_id().to_string();
                    assert!(!globals.contains(&id), "{} {id}", inner.get_name());
                }
                look(inner, globals);
            }
        }
        let all = crate::args::definition();
        let globals: Vec<String> =
            all.get_arguments().filter(|a| a.is_global_set()).map(|a| a.get_id().to_string()).collect();
        assert!(globals.contains(&"name".to_owned()));
        look(&all, &globals);
    }

    #[test]
    fn filters_stand_where_they_mean_something() {
        for line in [
            "koor osd ls --host a --class ssd --state down --pool rbd",
            "koor pool ls --class ssd --application rbd --state full",
            "koor pg ls --pool rbd --state degraded --osd 3 --host a",
            "koor daemon --type mds --host a --state standby",
            "koor mon ls --host a --state peon",
            "koor mgr ls --host a --state standby",
            "koor mgr modules --state always-on",
            "koor fs mds --fs cephfs --host a --state laggy",
            "koor rgw ls --host a",
            "koor versions --type osd",
        ] {
            parse(line).unwrap();
        }
        for (line, words) in [
            ("koor pool ls --state half", "`half` is no state of a pool: write nearfull"),
            ("koor mgr modules --state half", "`half` is no state of a module: write on, always-on"),
            ("koor mon show", "<MON>"),
        ] {
            let error = parse(line).unwrap_err();
            assert!(error.contains(words), "{error}");
        }
    }
}
