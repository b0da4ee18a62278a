use super::{BUILT_IN, CatalogueError, problems, read};

const SMALL: &str = r#"
format = 1
dated = "2026-11-28"

[[source]]
id = "a"
title = "a page"
url = "https://example.org/a"
read = "2026-11-28"
state = "verified"

[[line]]
product = "ceph"
line = "19"
name = "squid"
first = { version = "19.2.0", date = "2024-09-26" }
newest = { version = "19.2.7", date = "2026-10-08" }
ends = [{ date = "2026-12-02", source = "a" }]
sources = ["a"]

[[line]]
product = "rook"
line = "1.18"
first = { version = "1.18.0" }
newest = { version = "1.18.11" }
sources = ["a"]

[[line]]
product = "rook"
line = "1.19"
first = { version = "1.19.0" }
newest = { version = "1.19.10" }
sources = ["a"]

[[pair]]
product = "rook"
versions = ">=1.18.0, <1.19.0"
with = "ceph"
docs = [">=18.2.0, <19.0.0", ">=19.2.0, <19.2.6"]
sources = ["a"]

[[pair]]
product = "rook"
versions = ">=1.19.0, <1.20.0"
with = "ceph"
docs = [">=19.2.0"]
sources = ["a"]

[[bad]]
id = "one"
product = "ceph"
versions = ["=19.2.3"]
when = [{ trait = "osds-per-host", at_least = 20 }]
on = "run"
severity = "warning"
what = "It is slow."
do = "Wait."
sources = ["a"]
"#;

#[test]
fn what_this_koor_was_built_with_holds_together() {
    let catalogue = read(BUILT_IN.as_bytes()).unwrap_or_else(|error| match error {
        CatalogueError::Inconsistent(all) => panic!("{}", all.join("\n")),
        other => panic!("{other}"),
    });
    assert!(catalogue.bad.len() >= 28 && catalogue.cves.len() >= 5, "{} entries", catalogue.entries());
    // Every source is one of some entry: what nobody names is nothing that was read for a fact.
    let unused: Vec<&str> = catalogue
        .sources
        .iter()
        .map(|source| source.id.as_str())
        .filter(|id| !BUILT_IN.replace(&format!("id = \"{id}\""), "").contains(&format!("\"{id}\"")))
        .collect();
    assert_eq!(unused, Vec::<&str>::new());
}

#[test]
fn a_catalogue_is_read_and_the_same_when_written() {
    let catalogue = read(SMALL.as_bytes()).unwrap();
    assert_eq!((catalogue.entries(), catalogue.sources.len()), (6, 1));
    let again = read(toml::to_string(&catalogue).unwrap().as_bytes()).unwrap();
    assert_eq!(again, catalogue);
}

#[test]
fn one_of_another_format_is_not_looked_at() {
    let text = SMALL.replace("format = 1", "format = 2\nsomething_new = true");
    assert_eq!(read(text.as_bytes()), Err(CatalogueError::Format { found: 2 }));
}

#[test]
fn what_is_broken_says_where() {
    for (from, to, words) in [
        ("severity = \"warning\"", "severity = \"awful\"", "a severity is `error` or `warning`"),
        ("[\"=19.2.3\"]", "[\"19.2.3\"]", "is no requirement on a version"),
        ("\"osds-per-host\"", "\"osds-per-rack\"", "unknown variant `osds-per-rack`"),
        ("on = \"run\"", "on = \"run\"\nwhy = \"no\"", "unknown field `why`"),
        ("dated = \"2026-11-28\"", "dated = \"2026-13-28\"", "line 3"),
        (
            "product = \"rook\"\nline = \"1.18\"",
            "product = \"rok\"\nline = \"1.18\"",
            "unknown variant `rok`",
        ),
    ] {
        assert!(SMALL.contains(from), "{from}");
        let error = read(SMALL.replace(from, to).as_bytes()).unwrap_err();
        assert!(matches!(&error, CatalogueError::Broken(why) if why.contains(words)), "{words}: {error}");
    }
    assert!(matches!(read(b"\xff\xfe"), Err(CatalogueError::NoText(_))));
    assert!(matches!(read(&vec![b'#'; super::MAX_CATALOGUE + 1]), Err(CatalogueError::NoText(_))));
}

#[test]
fn what_contradicts_itself_says_how() {
    for (from, to, words) in [
        ("id = \"a\"", "id = \"b\"", "Ceph 19 names the source `a`, and there is none"),
        ("read = \"2026-11-28\"", "read = \"2026-11-29\"", "was read after the catalogue's own day"),
        ("version = \"19.2.7\"", "version = \"20.2.0\"", "20.2.0 is no release of Ceph 19"),
        ("date = \"2026-12-02\"", "date = \"2020-12-02\"", "Ceph 19 ends before it begins"),
        (
            ">=18.2.0, <19.0.0\", \"",
            ">=18.2.0, <19.2.1\", \"",
            "ranges of Rook >=1.18.0, <1.19.0 with Ceph overlap",
        ),
        (">=1.19.0, <1.20.0", ">=1.18.5, <1.20.0", "entries of Rook with Ceph overlap"),
        (">=1.18.0, <1.19.0", ">=1.18.0, <1.18.5", "Rook 1.18.5 has no entry with Ceph"),
        ("at_least = 20", "is = \"20\"", "one asks of the trait `osds-per-host` what it can't answer"),
        (
            "sources = [\"a\"]\n\n[[line]]\nproduct = \"rook\"\nline = \"1.18\"",
            "sources = []\n\n[[line]]\nproduct = \"rook\"\nline = \"1.18\"",
            "Ceph 19 names no source",
        ),
    ] {
        assert!(SMALL.contains(from), "{from}");
        let error = read(SMALL.replacen(from, to, 1).as_bytes()).unwrap_err();
        let CatalogueError::Inconsistent(all) = &error else { panic!("{words}: {error}") };
        assert!(all.iter().any(|one| one.contains(words)), "{words}: {all:?}");
    }
    assert_eq!(problems(&read(SMALL.as_bytes()).unwrap()), Vec::<String>::new());
}
