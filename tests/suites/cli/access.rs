//! How it is told which cluster, and as whom.

use crate::{Site, contains, site, text};

/// The source of a status that must be this cluster's.
fn source(site: &Site, args: &[&str], variables: &[(&str, &str)]) -> serde_json::Value {
    let said = site.run(&[&["status", "-o", "json"], args].concat(), variables).well();
    let status = said.json();
    assert_eq!(status["cluster"]["fsid"], site.cluster.fsid(), "{said}");
    status["source"].clone()
}

#[test]
fn variables_lead_to_a_cluster() {
    let site = site();
    let conf = site.conf();
    let wrong = "/nonexistent/ceph.conf";
    let by_ceph = source(&site, &[], &[("CEPH_CONF", &conf)]);
    assert_eq!(by_ceph["chosen_by"], "CEPH_CONF and CEPH_ARGS");
    let arguments = format!("--conf {conf} --id admin --debug_ms 0");
    let _by_arguments = source(&site, &[], &[("CEPH_ARGS", &arguments)]);
    let _conf_wins =
        source(&site, &[], &[("CEPH_CONF", &conf), ("CEPH_ARGS", "--conf /nonexistent/ceph.conf")]);
    let by_koor = source(&site, &[], &[("KOOR_CONF", &conf), ("CEPH_CONF", wrong)]);
    assert_eq!(by_koor["chosen_by"], "KOOR_*");
    let by_flag = source(&site, &["--conf", &conf], &[("KOOR_CONF", wrong), ("CEPH_CONF", wrong)]);
    assert_eq!(by_flag["chosen_by"], "the command line");
    // As whom is said by a later layer, too.
    let said = site.run(
        &["--conf", &conf, "status"],
        &[("CEPH_ARGS", "--name client.nobody --keyring /nonexistent/keyring")],
    );
    contains(said.refusal(2), &["/nonexistent/keyring"]);
    for rung in ["librados", "ceph"] {
        let by_rung = source(&site, &[], &[("CEPH_CONF", &conf), ("KOOR_RUNG", rung)]);
        assert_eq!(by_rung["rung"], rung);
    }
}

#[test]
fn mons_on_the_command_line_of_ceph() {
    let site = site();
    let mon = site.cluster.mon_addrs()[1].v1;
    let keyring = site.cluster.keyring();
    // Without any conf: the addresses and a keyring are enough.
    let arguments = format!("-m {mon} --keyring {}", keyring.display());
    let found = source(&site, &[], &[("CEPH_ARGS", &arguments)]);
    contains(found["detail"].as_str().unwrap(), &[&mon.to_string()]);
}

#[test]
fn a_config_file_names_clusters() {
    let site = site();
    let home = site.path("home");
    std::fs::create_dir_all(home.join("koor")).unwrap();
    let content = format!(
        "default = \"one\"\n[clusters.one]\nconf = \"{}\"\n[clusters.two]\nconf = \"/nonexistent/two.conf\"\n",
        site.conf()
    );
    let file = home.join("koor/config.toml");
    std::fs::write(&file, content).unwrap();
    let home = text(&home);
    let by_default = source(&site, &[], &[("XDG_CONFIG_HOME", home)]);
    assert_eq!(by_default["cluster"], "one");
    contains(by_default["chosen_by"].as_str().unwrap(), &["default of", text(&file)]);
    let by_name = source(&site, &["--config", text(&file), "--cluster", "one"], &[]);
    contains(by_name["chosen_by"].as_str().unwrap(), &["cluster one of"]);
    let by_variable = source(&site, &[], &[("KOOR_CONFIG", text(&file)), ("KOOR_CLUSTER", "one")]);
    assert_eq!(by_variable["cluster"], "one");
    let said = site.run(&["--cluster", "two", "status"], &[("XDG_CONFIG_HOME", home)]);
    contains(said.refusal(2), &["/nonexistent/two.conf"]);
}

#[test]
fn addresses_and_a_key_are_enough() {
    let site = site();
    let _key = site.file("key", &format!("{}\n", site.cluster.admin_key().unwrap()));
    let mons: Vec<String> = site.cluster.mon_addrs().iter().map(koor_testbed::MonAddr::vector).collect();
    let config = site.file(
        "memory.toml",
        &format!("[clusters.rook]\nmon_host = \"{}\"\nkey_file = \"key\"\n", mons.join(",")),
    );
    let found = source(&site, &["--config", &config, "--cluster", "rook"], &[]);
    assert_eq!(found["rung"], "librados");
    assert_eq!(found["cluster"], "rook");
    // The program can't be given a key without a file; that is said and nothing else is tried.
    let said = site.run(&["--config", &config, "--cluster", "rook", "--rung", "ceph", "status"], &[]);
    contains(said.refusal(2), &["librados"]);
    let no_key = site
        .file("no-key.toml", &format!("[clusters.rook]\nmon_host = \"{}\"\nkey_file = \"none\"\n", mons[0]));
    let said = site.run(&["--config", &no_key, "--cluster", "rook", "status"], &[]);
    contains(said.refusal(2), &["clusters.rook.key_file", &no_key]);
}

#[test]
fn a_library_that_is_none() {
    let site = site();
    let file = site.file("librados.so.2", "no library");
    let said = site.koor(&["--librados", &file, "status"]);
    contains(said.refusal(2), &[&file]);
    // Where the library is missing the program is next, and that is said out loud.
    let none = site.path("none.so");
    let said = site.koor(&["--librados", text(&none), "status"]);
    contains(said.refusal(2), &[text(&none)]);
}
