//! Which cluster, and with what: the layers put together.

use std::path::{Path, PathBuf};

use super::{Config, Environment, LadderError, Options, Rung};

/// Where Ceph keeps its conf unless told otherwise.
pub(super) const DEFAULT_CONF: &str = "/etc/ceph/ceph.conf";

/// What was settled: how to open the cluster, and what made it this one.
#[derive(Debug, Clone)]
pub struct Settled {
    /// Everything that is known about the way.
    pub options: Options,
    /// For people: `--conf`, `CEPH_CONF`, `cluster prod of /etc/koor/config.toml`, `the default conf`.
    pub chosen_by: String,
    /// By which way the cluster is reached.
    pub way: Way,
}

/// By which way the cluster is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By what the options say of Ceph: a conf, mons, a recording, a scenario. Where they name a Kubernetes cluster,
    /// too, that one stands beside.
    Ceph,
    /// Through the Kubernetes cluster that the options name.
    Kubernetes,
    /// Nobody named a cluster: through the Kubernetes cluster of this user, where a CephCluster is found in it quickly;
    /// else by the conf of the options, which is the default one, and may not be there.
    Search,
}

impl Way {
    const fn of(options: &Options, ceph: bool, kubernetes: bool) -> Self {
        let exec = matches!(options.rung, Some(Rung::Exec));
        if !ceph && (kubernetes || exec) { Self::Kubernetes } else { Self::Ceph }
    }
}

/// Settles which cluster is meant and how it is reached. Reads config files, opens nothing.
///
/// # Errors
/// Where flags contradict each other, a name is unknown, a config file can't be used, or nothing names a cluster.
pub fn settle(said: Options, environment: &Environment) -> Result<Settled, LadderError> {
    settle_with(said, environment, &environment.config_places(), Path::new(DEFAULT_CONF))
}

fn settle_with(
    said: Options,
    environment: &Environment,
    config_places: &[PathBuf],
    default_conf: &Path,
) -> Result<Settled, LadderError> {
    if let Some((first, second)) = said.contradiction() {
        return Err(LadderError::Contradiction { first, second });
    }
    let (koor, ceph) = (environment.koor()?, environment.ceph());
    if let Some((first, second)) = koor.contradiction() {
        return Err(LadderError::Contradiction { first, second });
    }
    let no_keyring = said.keyring.is_some() && !said.names_ceph() && said.cluster.is_none();
    if let Some(kubernetes) = said.kubernetes().filter(|_| no_keyring) {
        return Err(LadderError::NotThroughKubernetes { flag: "--keyring", kubernetes });
    }
    let layers = [(said, "the command line"), (koor, "KOOR_*"), (ceph, "CEPH_CONF and CEPH_ARGS")];
    let config_file = layers.iter().find_map(|(layer, _)| layer.config.clone());
    // The first layer that names a cluster says which; the others may still say as whom and how.
    let mut chosen: Option<String> = None;
    let mut options = Options::default();
    for (layer, place) in layers {
        if chosen.is_none() && layer.names_a_cluster() {
            chosen = Some(place.to_owned());
            options = options.or(layer);
        } else {
            options = options.or_how(layer);
        }
    }
    let settled = match (chosen, options.cluster.clone()) {
        (Some(_), Some(name)) => from_config(options, &name, config_file.as_deref(), config_places),
        (Some(chosen_by), None) => Ok(settled(options, chosen_by)),
        (None, _) => by_default(options, environment, config_file.as_deref(), config_places, default_conf),
    }?;
    let conf = settled.options.conf.as_ref().filter(|_| settled.way == Way::Ceph);
    if let Some(conf) = conf.filter(|_| settled.options.rung == Some(Rung::Exec)) {
        let (place, by) = ("the rung exec goes through Kubernetes".to_owned(), &settled.chosen_by);
        let reason = format!("leave {} out, which {by} names, or name another rung", conf.display());
        return Err(LadderError::Unusable { place, reason });
    }
    check_name(settled.options.name.as_deref())?;
    Ok(settled)
}

fn settled(options: Options, chosen_by: String) -> Settled {
    let way = Way::of(&options, options.names_ceph(), options.kubernetes().is_some());
    Settled { options, chosen_by, way }
}

/// What Ceph calls somebody who asks: a kind, a dot, an id. librados refuses anything else with a number.
fn check_name(name: Option<&str>) -> Result<(), LadderError> {
    const KINDS: [&str; 6] = ["auth", "mon", "osd", "mds", "mgr", "client"];
    let Some(name) = name else { return Ok(()) };
    let is_plain = |id: &str| !id.is_empty() && !id.contains(|c: char| c.is_whitespace() || c.is_control());
    let reason = match name.split_once('.') {
        Some((kind, id)) if KINDS.contains(&kind) && is_plain(id) => return Ok(()),
        None if is_plain(name) && !KINDS.contains(&name) => format!("write client.{name}"),
        _ => "write a kind, a dot and an id, such as client.admin".to_owned(),
    };
    Err(LadderError::Unusable { place: format!("`{name}` is no name of a client"), reason })
}

/// A cluster by its name in a config file.
fn from_config(
    options: Options,
    name: &str,
    config_file: Option<&Path>,
    places: &[PathBuf],
) -> Result<Settled, LadderError> {
    let Some((config, file)) = read_config(config_file, places)? else {
        return Err(LadderError::UnknownCluster {
            name: name.to_owned(),
            place: format!("a config file ({} do not exist)", names(places)),
            known: Vec::new(),
        });
    };
    let entry = config.cluster(name, &file)?;
    let options = Options { cluster: Some(name.to_owned()), ..options }.or(entry);
    Ok(settled(options, format!("cluster {name} of {}", file.display())))
}

/// Nobody named a cluster: the config file's default, else what is found.
fn by_default(
    options: Options,
    environment: &Environment,
    config_file: Option<&Path>,
    places: &[PathBuf],
    default_conf: &Path,
) -> Result<Settled, LadderError> {
    if let Some((config, file)) = read_config(config_file, places)?
        && let Some(name) = config.default.clone()
    {
        let entry = config.cluster(&name, &file)?;
        return Ok(settled(options.or(entry), format!("the default of {}", file.display())));
    }
    let conf = default_conf.exists().then(|| default_conf.to_owned());
    let way = match options.rung {
        // It takes no other.
        Some(Rung::Exec) => Way::Kubernetes,
        Some(Rung::Librados) | None if environment.knows_kubernetes(&options) => Way::Search,
        Some(Rung::Librados | Rung::Ceph) | None => Way::Ceph,
    };
    if conf.is_none() && way == Way::Ceph {
        return Err(LadderError::NoCluster { default: default_conf.to_owned(), kubernetes: None });
    }
    let (conf, chosen_by) = match way {
        Way::Kubernetes => (None, "--rung exec"),
        Way::Ceph | Way::Search => (conf, "the default conf"),
    };
    Ok(Settled { options: Options { conf, ..options }, chosen_by: chosen_by.into(), way })
}

/// The config file that was named, else the first that exists.
fn read_config(named: Option<&Path>, places: &[PathBuf]) -> Result<Option<(Config, PathBuf)>, LadderError> {
    let file = match named {
        Some(file) => Some(file.to_owned()),
        None => places.iter().find(|place| place.exists()).cloned(),
    };
    file.map(|file| Config::read(&file).map(|config| (config, file))).transpose()
}

fn names(places: &[PathBuf]) -> String {
    places.iter().map(|place| place.display().to_string()).collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::super::{Environment, Options, Rung};
    use super::{Settled, Way, check_name, settle_with};
    use std::path::{Path, PathBuf};

    fn settle(said: Options, environment: &Environment, config: &str) -> Result<Settled, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        if !config.is_empty() {
            std::fs::write(&file, config).unwrap();
        }
        let default = folder.path().join("none.conf");
        settle_with(said, environment, &[file], &default)
            .map_err(|error| error.to_string().replace(&*folder.path().to_string_lossy(), "FOLDER"))
    }

    fn conf(path: &str) -> Options {
        Options { conf: Some(PathBuf::from(path)), ..Options::default() }
    }

    #[test]
    fn the_first_layer_that_names_a_cluster_wins() {
        let environment = Environment::from([
            ("KOOR_CONF", "/koor.conf"),
            ("CEPH_CONF", "/ceph.conf"),
            ("CEPH_ARGS", "--id bob"),
            ("KOOR_RUNG", "ceph"),
        ]);
        let settled = settle(conf("/flag.conf"), &environment, "").unwrap();
        assert_eq!(settled.options.conf.as_deref(), Some(Path::new("/flag.conf")));
        assert_eq!(settled.chosen_by, "the command line");
        assert_eq!(settled.options.name.as_deref(), Some("client.bob"), "later layers still say as whom");
        assert_eq!(settled.options.rung, Some(Rung::Ceph));
        let settled = settle(Options::default(), &environment, "").unwrap();
        assert_eq!(settled.options.conf.as_deref(), Some(Path::new("/koor.conf")));
        let settled =
            settle(Options::default(), &Environment::from([("CEPH_CONF", "/ceph.conf")]), "").unwrap();
        assert_eq!(settled.options.conf.as_deref(), Some(Path::new("/ceph.conf")));
    }

    fn within(namespace: &str) -> Options {
        Options { namespace: Some(namespace.into()), ..Options::default() }
    }

    #[test]
    fn kubernetes_is_the_way_where_nothing_else_names_ceph() {
        let none = Environment::default();
        let settled = settle(within("rook-ceph"), &none, "").unwrap();
        assert_eq!((settled.way, settled.chosen_by.as_str()), (Way::Kubernetes, "the command line"));
        assert!(settled.options.conf.is_none(), "the default conf is another cluster's");
        let settled = settle(Options { conf: Some("/x".into()), ..within("a") }, &none, "").unwrap();
        assert_eq!((settled.way, settled.options.namespace.as_deref()), (Way::Ceph, Some("a")), "beside");
        let exec = Options { rung: Some(Rung::Exec), ..Options::default() };
        assert_eq!(settle(exec, &none, "").unwrap().way, Way::Kubernetes);
    }

    #[test]
    fn what_kubernetes_is_made_of_may_come_from_several_layers() {
        let environment = Environment::from([
            ("KOOR_CONF", "/koor.conf"),
            ("KOOR_KUBECONFIG", "/kubeconfig"),
            ("KOOR_CONTEXT", "prod"),
            ("KOOR_NAMESPACE", "elsewhere"),
        ]);
        let settled = settle(within("a"), &environment, "").unwrap();
        assert_eq!(settled.way, Way::Kubernetes, "the conf is a later layer's");
        assert_eq!(settled.options.kubeconfig.as_deref(), Some(Path::new("/kubeconfig")));
        assert_eq!(settled.options.context.as_deref(), Some("prod"));
        assert_eq!(settled.options.namespace.as_deref(), Some("a"));
        let settled = settle(conf("/flag.conf"), &environment, "").unwrap();
        assert_eq!((settled.way, settled.options.context), (Way::Ceph, None), "another cluster's");
        let settled = settle(Options::default(), &environment, "").unwrap();
        assert_eq!((settled.way, settled.options.context.as_deref()), (Way::Ceph, Some("prod")), "beside");
    }

    #[test]
    fn a_cluster_of_the_config_file_may_be_in_kubernetes() {
        let config = "[clusters.inside]\ncontext = \"prod\"\nnamespace = \"a\"\nkubeconfig = \"k\"\n\
                      [clusters.beside]\nconf = \"/c\"\ncontext = \"prod\"\n";
        let named = |name: &str| Options { cluster: Some(name.into()), ..Options::default() };
        let settled = settle(named("inside"), &Environment::default(), config).unwrap();
        assert_eq!((settled.way, settled.options.namespace.as_deref()), (Way::Kubernetes, Some("a")));
        assert!(settled.options.kubeconfig.unwrap().ends_with("k"), "relative to the config file");
        let other = Options { namespace: Some("b".into()), ..named("inside") };
        let settled = settle(other, &Environment::default(), config).unwrap();
        assert_eq!((settled.way, settled.options.namespace.as_deref()), (Way::Kubernetes, Some("b")));
        assert_eq!(settle(named("beside"), &Environment::default(), config).unwrap().way, Way::Ceph);
    }

    #[cfg(feature = "kube")]
    #[test]
    fn rook_is_looked_for_before_the_default_conf_where_there_is_a_kubeconfig() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(".kube")).unwrap();
        std::fs::write(folder.path().join(".kube/config"), "").unwrap();
        let home = folder.path().to_str().unwrap();
        let environment = Environment::from([("HOME", home)]);
        assert_eq!(settle(Options::default(), &environment, "").unwrap().way, Way::Search);
        let program = Options { rung: Some(Rung::Ceph), ..Options::default() };
        let error = settle(program, &environment, "").unwrap_err();
        assert!(error.starts_with("no cluster was named"), "the `ceph` program takes a conf: {error}");
    }

    #[test]
    fn what_contradicts_kubernetes_is_refused() {
        let refused = |said| settle(said, &Environment::default(), "").unwrap_err();
        let demo = Options { demo: Some("healthy-small".into()), ..within("a") };
        assert_eq!(refused(demo), "--demo and --namespace name two clusters: give one of them");
        let keyring = Options { keyring: Some("/k".into()), ..within("a") };
        assert_eq!(
            refused(keyring),
            "--keyring is for a cluster that is named by its conf: leave it out with --namespace, or give --conf, too"
        );
        let exec = Options { rung: Some(Rung::Exec), ..conf("/x") };
        assert_eq!(refused(exec), "--rung exec and --conf name two clusters: give one of them");
    }

    #[test]
    fn a_name_that_ceph_would_refuse_is_told_in_a_sentence() {
        for name in ["client.admin", "client.a.b", "osd.0", "mgr.x", "client.rgw.zone@1"] {
            check_name(Some(name)).unwrap();
        }
        let said = |name| check_name(Some(name)).unwrap_err().to_string();
        assert_eq!(said("admin"), "`admin` is no name of a client: write client.admin");
        let other = "write a kind, a dot and an id, such as client.admin";
        for name in ["", "client", "client.", "x.y", "client.a b", ".admin"] {
            assert_eq!(said(name), format!("`{name}` is no name of a client: {other}"));
        }
    }

    #[test]
    fn a_named_cluster_comes_from_the_config_file() {
        let config = "default = \"b\"\n[clusters.a]\nconf = \"a.conf\"\nname = \"client.x\"\n[clusters.b]\nconf = \"/b.conf\"\n";
        let named = Options { cluster: Some("a".into()), ..Options::default() };
        let settled = settle(named, &Environment::default(), config).unwrap();
        assert!(settled.options.conf.unwrap().ends_with("a.conf"), "relative to the config file");
        assert_eq!(settled.options.name.as_deref(), Some("client.x"));
        let settled = settle(Options::default(), &Environment::default(), config).unwrap();
        assert_eq!(settled.options.conf.as_deref(), Some(Path::new("/b.conf")));
        assert_eq!(settled.options.cluster.as_deref(), Some("b"));
        let unknown = Options { cluster: Some("c".into()), ..Options::default() };
        let error = settle(unknown, &Environment::default(), config).unwrap_err();
        assert_eq!(error, "there is no cluster `c` in FOLDER/config.toml: it names a, b");
    }

    #[test]
    fn what_can_not_be_settled_says_why() {
        let none = Environment::default();
        let error = settle(Options::default(), &none, "").unwrap_err();
        assert!(error.starts_with("no cluster was named, and FOLDER/none.conf does not exist"), "{error}");
        let both = Options { cluster: Some("a".into()), ..conf("/x") };
        assert_eq!(
            settle(both, &none, "").unwrap_err(),
            "--cluster and --conf name two clusters: give one of them"
        );
        let error = settle(Options::default(), &none, "colour = 1").unwrap_err();
        assert!(error.contains("line 1: unknown field `colour`"), "{error}");
        let error = settle(Options::default(), &none, "[clusters.a]\ncolour = 1").unwrap_err();
        assert!(error.contains("line 2: unknown field `colour`"), "{error}");
        let environment = Environment::from([("KOOR_TIMEOUT", "soon")]);
        let error = settle(conf("/x"), &environment, "").unwrap_err();
        assert_eq!(error, "KOOR_TIMEOUT: `soon` is no number of seconds above 0 and up to 3600");
    }
}
