use super::{
    ConfigDiff, ConfigDump, ConfigFilter, ConfigHelp, ConfigOptionShow, ConfigShow, DaemonConfig, Known,
};
use crate::model::{
    CentralValue, ConfigEntry, ConfigOption, ConfigOverride, DaemonName, Inventory, Kind, REDACTED,
    RunningConfig, RunningOption, Why,
};
use crate::view::sample::{self, now, seen, timed_out};

fn option(name: &str, default: &str, runtime: bool) -> ConfigOption {
    ConfigOption {
        name: name.into(),
        option_type: "uint".into(),
        level: "advanced".into(),
        default: default.into(),
        daemon_default: None,
        min: None,
        max: None,
        enum_values: Vec::new(),
        can_update_at_runtime: runtime,
        flags: Vec::new(),
        services: Vec::new(),
        tags: Vec::new(),
        see_also: vec!["osd_x".into()],
        description: "What it does".into(),
        long_description: String::new(),
    }
}

fn known() -> Known {
    [
        option("osd_max_backfills", "1", true),
        option("osd_op_queue", "mclock_scheduler", false),
        option("log_file", "", false),
    ]
    .into_iter()
    .map(|option| (option.name.clone(), option))
    .collect()
}

fn entry(section: &str, name: &str, value: &str) -> ConfigEntry {
    ConfigEntry {
        section: section.into(),
        mask: String::new(),
        name: name.into(),
        value: value.into(),
        level: "advanced".into(),
        can_update_at_runtime: true,
    }
}

fn inventory() -> Inventory {
    let config = vec![
        entry("mgr", "mgr/dashboard/password", REDACTED),
        entry("osd", "osd_max_backfills", "2"),
        entry("osd", "osd_op_queue", "wpq"),
    ];
    Inventory { config: seen(config), ..sample::inventory() }
}

fn running(name: &str, value: &str, source: &str, lost: &[(&str, &str)]) -> RunningOption {
    let overrides = lost
        .iter()
        .map(|(source, value)| ConfigOverride { source: (*source).into(), value: (*value).into() });
    RunningOption {
        name: name.into(),
        value: value.into(),
        source: source.into(),
        overrides: overrides.collect(),
    }
}

fn central() -> Vec<CentralValue> {
    let value = |name: &str, value: &str, runtime| CentralValue {
        name: name.into(),
        value: value.into(),
        section: "osd".into(),
        can_update_at_runtime: runtime,
    };
    vec![value("osd_max_backfills", "2", true), value("osd_op_queue", "wpq", false)]
}

fn osd(id: &str) -> DaemonName {
    DaemonName::new("osd", id)
}

fn of(id: &str) -> RunningConfig {
    RunningConfig {
        daemon: osd(id),
        options: vec![
            running("log_file", "", "file", &[]),
            running("osd_max_backfills", "3", "override", &[("mon", "2")]),
        ],
    }
}

#[test]
fn the_central_configuration_is_told_with_defaults_and_without_secrets() {
    let dump = ConfigDump::of(&inventory(), &known(), &ConfigFilter::default(), now());
    let text = dump.to_string();
    assert!(
        text.contains("mgr  mgr/dashboard/password  -     REDACTED  unknown           advanced"),
        "{text}"
    );
    assert!(
        text.contains("osd  osd_op_queue            -     wpq       mclock_scheduler  advanced"),
        "{text}"
    );
    let why = |who: Option<&str>, option: Option<&str>| {
        let filter =
            ConfigFilter { who: who.map(str::to_owned), option: option.map(str::to_owned), level: None };
        ConfigDump::of(&inventory(), &known(), &filter, now()).to_string().lines().next().unwrap().to_owned()
    };
    assert_eq!(why(Some("mds"), None), "Nothing is set for mds; sections are mgr, osd.");
    assert!(
        why(None, Some("osd_max_backfil_"))
            .starts_with("No option with `osd_max_backfil_` in its name is set")
    );
    assert!(why(Some("mgr"), Some("backfills")).contains("all of this at once: who mgr, option backfills"));
}

#[test]
fn a_running_value_is_told_with_who_won_and_who_lost() {
    let show = ConfigShow::of(&inventory(), &of("3"), &known(), &seen(central()), false, now());
    let text = show.to_string();
    assert!(
        text.contains(
            "osd_max_backfills  3      1        override  at once  mon says 2 for osd: override beats it\n"
        ),
        "{text}"
    );
    assert!(text.contains(
        "osd.3 runs with 1 option not at the default; set to what is the default anyway: log_file\n"
    ));
    assert!(text.contains("override: set in the running daemon"), "{text}");
    let whole = ConfigShow::of(&inventory(), &of("3"), &known(), &timed_out(), true, now());
    assert_eq!(whole.options.len(), 2);
    assert!(whole.to_string().contains("not seen: central"), "{whole}");
}

#[test]
fn one_option_is_told_with_what_it_means() {
    let running = running("osd_max_backfills", "3", "file", &[("mon", "2")]);
    let known = seen(option("osd_max_backfills", "1", true));
    let text =
        ConfigOptionShow::of(&inventory(), &osd("3"), &running, &known, &seen(central()), now()).to_string();
    for words in [
        "source    file: the conf file of the daemon\n",
        "lost      mon: 2\n",
        "not as    mon says 2 for osd: file beats it\n",
        "about     What it does\n",
    ] {
        assert!(text.contains(words), "{words}{text}");
    }
}

#[test]
fn a_mistyped_option_is_answered_with_close_ones() {
    let help = ConfigHelp::of(&inventory(), option("osd_max_backfills", "1", true), now()).to_string();
    assert!(help.contains("set to    2 for osd\n"), "{help}");
    let names = ["osd_max_backfills".to_owned(), "mon_host".to_owned()];
    let error = ConfigHelp::not_found("osd_max_backfils", &names).to_string();
    assert_eq!(error, "Ceph knows no option osd_max_backfils; did you mean osd_max_backfills?");
}

#[test]
fn daemons_that_run_with_something_else_are_told_once_for_all() {
    let daemons = [
        DaemonConfig { daemon: osd("0"), answer: Ok((of("0"), central())) },
        DaemonConfig { daemon: osd("1"), answer: Ok((of("1"), central())) },
        DaemonConfig {
            daemon: osd("2"),
            answer: Err(Why { kind: Kind::Unreachable, message: "it is down".into() }),
        },
    ];
    let diff = ConfigDiff::of(&inventory(), &daemons, &known(), now());
    let names: Vec<(&str, &str)> =
        diff.disagreeing.iter().map(|one| (one.option.as_str(), one.why.as_str())).collect();
    assert_eq!(
        names,
        [
            ("osd_max_backfills", "set while it ran, or by itself"),
            ("osd_op_queue", "restart it to take it up")
        ]
    );
    assert_eq!(diff.disagreeing[0].daemons.len(), 2);
    assert_eq!((diff.asked, diff.not_asked.len()), (2, 1));
    let text = diff.to_string();
    assert!(text.contains("1 daemon did not: osd.2 (it is down)\n"), "{text}");
    let calm = ConfigDiff::of(&inventory(), &[], &known(), now()).to_string();
    assert!(calm.contains("No daemon told what it runs with.\n"), "{calm}");
}
