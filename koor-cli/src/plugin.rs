//! `kubectl koor …`: the binary under the name `kubectl-koor` is a plugin of `kubectl`, and under the name
//! `kubectl_complete-koor` what `kubectl` asks for completions.
//!
//! Under the plugin's name `-n` is the namespace, as with every command of `kubectl`; elsewhere it is the client, as with
//! `ceph`.

use std::ffi::OsStr;
use std::path::Path;

use clap::{Arg, ArgAction, Command, ValueHint};

/// By which name the binary was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CalledAs {
    /// `koor`, or any other.
    Koor,
    /// `kubectl-koor`: `kubectl koor …`.
    Plugin,
    /// `kubectl_complete-koor`: the words of a command line that is not finished.
    Completion,
}

impl CalledAs {
    /// By the first word of the command line.
    pub(crate) fn of(program: Option<&OsStr>) -> Self {
        match program.and_then(|program| Path::new(program).file_stem()).and_then(OsStr::to_str) {
            Some("kubectl-koor") => Self::Plugin,
            Some("kubectl_complete-koor") => Self::Completion,
            _ => Self::Koor,
        }
    }

    /// The command as it is under that name.
    pub(crate) fn named(self, command: Command) -> Command {
        match self {
            Self::Koor => command,
            Self::Plugin | Self::Completion => command
                .bin_name("kubectl koor")
                .mut_arg("name", |name| name.short(None::<char>))
                .mut_arg("namespace", |namespace| namespace.short('n')),
        }
    }
}

/// What `kubectl` expects of a plugin's completion: a line a word, and a directive (0: files, too; 4: nothing else).
pub(crate) fn completions(command: Command, words: &[String]) -> String {
    let mut root = CalledAs::Completion.named(command);
    root.build();
    let (last, before) = words.split_last().map_or(("", words), |(last, before)| (last.as_str(), before));
    let mut here = &root;
    let mut open: Option<&Arg> = None;
    let mut given = 0;
    for word in before {
        if open.take().is_some() {
            continue;
        }
        if word.starts_with('-') {
            open = flag(here, word).filter(|arg| takes_a_word(arg));
        } else if let Some(next) = here.find_subcommand(word) {
            (here, given) = (next, 0);
        } else {
            given += 1;
        }
    }
    let (found, files) = match open {
        Some(arg) => (values(arg), takes_a_path(arg)),
        None if last.starts_with('-') => (flags(here), false),
        None => {
            let argument = here.get_positionals().nth(given);
            let found = subcommands(here).chain(argument.map(values).unwrap_or_default()).collect();
            (found, argument.is_some_and(takes_a_path))
        }
    };
    let mut text: String = found
        .into_iter()
        .filter(|(word, _)| word.starts_with(last))
        .map(
            |(word, about)| if about.is_empty() { format!("{word}\n") } else { format!("{word}\t{about}\n") },
        )
        .collect();
    text.push_str(if files { ":0\n" } else { ":4\n" });
    text
}

/// A word, and what it is for.
type Offered = (String, String);

fn subcommands(command: &Command) -> impl Iterator<Item = Offered> + '_ {
    command.get_subcommands().filter(|sub| !sub.is_hide_set()).map(|sub| {
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        (sub.get_name().to_owned(), about)
    })
}

fn flags(command: &Command) -> Vec<Offered> {
    let visible = command.get_arguments().filter(|arg| !arg.is_positional() && !arg.is_hide_set());
    visible
        .filter_map(|arg| {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            Some((format!("--{}", arg.get_long()?), help.lines().next().unwrap_or_default().to_owned()))
        })
        .collect()
}

fn values(arg: &Arg) -> Vec<Offered> {
    let possible = arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set());
    possible
        .map(|value| {
            let help = value.get_help().map(ToString::to_string).unwrap_or_default();
            (value.get_name().to_owned(), help)
        })
        .collect()
}

/// The option that a word names.
fn flag<'a>(command: &'a Command, word: &str) -> Option<&'a Arg> {
    let long = word.strip_prefix("--");
    let short = word.strip_prefix('-').filter(|_| long.is_none()).and_then(|short| short.chars().last());
    command.get_arguments().find(|arg| match long {
        Some(long) => arg.get_long() == Some(long),
        None => short.is_some() && arg.get_short() == short,
    })
}

/// Whether the next word is its value.
fn takes_a_word(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Set | ArgAction::Append) && !arg.is_require_equals_set()
}

fn takes_a_path(arg: &Arg) -> bool {
    matches!(arg.get_value_hint(), ValueHint::AnyPath | ValueHint::FilePath | ValueHint::DirPath)
}

#[cfg(test)]
mod tests {
    use super::{CalledAs, completions};
    use crate::args::definition;

    fn offered(line: &str) -> Vec<String> {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let text = completions(definition(), &words);
        text.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn the_name_says_what_it_is() {
        let called = |name: &str| CalledAs::of(Some(name.as_ref()));
        assert_eq!(called("/usr/local/bin/kubectl-koor"), CalledAs::Plugin);
        assert_eq!(called("kubectl-koor.exe"), CalledAs::Plugin);
        assert_eq!(called("kubectl_complete-koor"), CalledAs::Completion);
        assert_eq!(called("./koor"), CalledAs::Koor);
        assert_eq!(CalledAs::of(None), CalledAs::Koor);
    }

    #[test]
    fn a_short_n_is_the_namespace_under_kubectl_only() {
        let namespace = |called: CalledAs| {
            let line = ["koor", "-n", "client.rook", "status"];
            let matches = called.named(definition()).try_get_matches_from(line).unwrap();
            matches.get_one::<String>("namespace").cloned()
        };
        assert_eq!(namespace(CalledAs::Plugin).as_deref(), Some("client.rook"));
        assert_eq!(namespace(CalledAs::Koor), None);
    }

    #[test]
    fn an_unfinished_line_is_completed() {
        assert_eq!(offered("stat"), ["status", ":4"]);
        assert_eq!(offered("osd tr"), ["tree", ":4"]);
        assert_eq!(offered("--context prod osd l"), ["ls", ":4"], "a value is no command");
        assert_eq!(offered("osd ls --output y"), ["yaml", ":4"], "values, behind any command");
        assert_eq!(offered("status --kubeco"), ["--kubeconfig", ":4"]);
        assert_eq!(offered("status --kubeconfig "), [":0"], "files");
        assert!(offered("").contains(&"health".to_owned()));
    }
}
