//! `CEPH_ARGS`, read by ourselves: librados' own reader would let `-m` in it replace `mon_host` silently.

use std::path::PathBuf;

use super::Options;

/// The arguments that say how to reach a cluster; others (debug levels, …) are for daemons and are passed over.
pub(super) fn parse(text: &str) -> Options {
    let mut options = Options::default();
    let mut words = text.split_whitespace().map(|word| word.trim_matches(['"', '\''])).peekable();
    while let Some(word) = words.next() {
        let (flag, inline) = match word.split_once('=') {
            Some((flag, value)) if flag.starts_with("--") => (flag, Some(value)),
            _ => (word, None),
        };
        let known = matches!(
            flag.replace('_', "-").as_str(),
            "-c" | "--conf"
                | "-k"
                | "--keyring"
                | "-n"
                | "--name"
                | "-i"
                | "--id"
                | "--user"
                | "-m"
                | "--mon-host"
        );
        if !known {
            continue;
        }
        let Some(value) = inline.or_else(|| words.next()) else {
            break;
        };
        match flag {
            "-c" | "--conf" => options.conf = Some(PathBuf::from(value)),
            "-k" | "--keyring" => options.keyring = Some(PathBuf::from(value)),
            "-n" | "--name" => options.name = Some(value.to_owned()),
            "-i" | "--id" | "--user" => options.name = Some(format!("client.{value}")),
            _ => options.mon_host = Some(value.to_owned()),
        }
    }
    options
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn every_way_of_writing_an_argument() {
        let options = parse("--conf=/a/ceph.conf -k /a/keyring --id koor --debug_ms 1 --mon_host 10.0.0.1");
        assert_eq!(options.conf.unwrap().to_str(), Some("/a/ceph.conf"));
        assert_eq!(options.keyring.unwrap().to_str(), Some("/a/keyring"));
        assert_eq!(options.name.as_deref(), Some("client.koor"));
        assert_eq!(options.mon_host.as_deref(), Some("10.0.0.1"));
        assert!(parse("--conf").conf.is_none(), "a flag without its value says nothing");
    }
}
