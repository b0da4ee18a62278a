//! The walls between the rooms: who may know whom, where unsafe code may stand, how long a file may be, what the
//! core is built of. Read from the source itself; needs no service.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests say what must hold, as tests do")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use syn::visit::{self, Visit};

/// What each room of the core may use of the others. A room that is not here may not exist.
///
/// `Error` is the crate's error, made at the door; views return it where something asked about does not exist.
const ROOMS: [(&str, &[&str]); 11] = [
    ("model", &[]),
    ("wire", &["model"]),
    ("port", &["model"]),
    ("collect", &["model", "wire", "port"]),
    ("assess", &["model"]),
    ("view", &["model", "assess", "Error", "Result"]),
    ("adapter", &["model", "port"]),
    // Never `wire`: what decodes must not be mirrored by what is decoded.
    ("sim", &["model", "port"]),
    ("ladder", &["model", "port", "adapter", "sim", "error", "Error", "Result"]),
    // Where the rooms meet: the door and what only re-tells the rooms' own errors.
    ("error", ALL),
    ("lib", ALL),
];
const ALL: &[&str] = &[
    "adapter", "assess", "collect", "error", "koor", "ladder", "model", "port", "sim", "view", "wire",
    "Error", "Result", "Koor",
];
/// The one adapter that gives rows and no bytes, so that it reads by `wire::kube` and `wire::rook`.
const READS: &str = "adapter/kube";
/// Files of the handle, each a use case or several: they may use everything.
const HANDLE: [&str; 1] = ["koor"];
/// What adapters share; none of them is an adapter.
const ADAPTER_SHARED: [&str; 5] = ["greeting", "ceph_conf", "ceph_words", "ceph_verdict", "bounded"];
/// Rooms of plain functions: no runtime, no I/O of their own.
const PURE: [&str; 4] = ["model", "wire", "assess", "view"];
/// The one place for unsafe code.
const UNSAFE: &str = "adapter/librados";
const LINES: usize = 450;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every Rust file below a folder of the workspace, with its path there.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let top = workspace().join(folder);
    let mut folders = vec![top.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(&top).unwrap().to_owned(), text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{folder} holds no source");
    found
}

/// Paths that a file names, in `use` and elsewhere, as their first segments; and whether it has unsafe code.
#[derive(Default)]
struct Names {
    /// Where the file stands, to resolve `super`.
    module: Vec<String>,
    paths: BTreeSet<Vec<String>>,
    has_unsafe: bool,
}

impl Names {
    fn of(path: &Path, text: &str) -> Self {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut names = Self { module: module_of(path), ..Self::default() };
        names.visit_file(&file);
        names
    }

    fn note(&mut self, segments: &[String]) {
        let mut here = self.module.clone();
        let mut rest = segments;
        match rest.first().map(String::as_str) {
            Some("crate") => {
                here.clear();
                rest = &rest[1..];
            }
            Some("self") => rest = &rest[1..],
            Some("super") => {
                while rest.first().is_some_and(|word| word == "super") {
                    here.pop();
                    rest = &rest[1..];
                }
            }
            // Another crate, or a name in scope, whose `use` is noted by itself.
            _ => {
                self.paths.insert([&[String::new()], rest].concat());
                return;
            }
        }
        here.extend_from_slice(rest);
        self.paths.insert(here);
    }

    fn note_tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.note_tree(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.note(&with(&name.ident)),
            syn::UseTree::Rename(rename) => self.note(&with(&rename.ident)),
            syn::UseTree::Glob(_) => self.note(before),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.note_tree(before, tree)),
        }
    }

    /// Words of a macro's body that look like paths: `crate :: wire`.
    fn note_tokens(&mut self, tokens: &str) {
        let words: Vec<&str> = tokens.split_whitespace().collect();
        for (index, word) in words.iter().enumerate() {
            let begins = index == 0 || words[index - 1] != "::";
            if begins && words.get(index + 1) == Some(&"::") {
                let path: Vec<String> =
                    words[index..].iter().step_by(2).take(3).map(|w| (*w).to_owned()).collect();
                let _ = word;
                self.note(&path);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.note_tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if segments.len() > 1 {
            self.note(&segments);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.note_tokens(&item.tokens.to_string());
        visit::visit_macro(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let inline = item.content.is_some();
        if inline {
            self.module.push(item.ident.to_string());
        }
        visit::visit_item_mod(self, item);
        if inline {
            self.module.pop();
        }
    }

    fn visit_expr_unsafe(&mut self, block: &'ast syn::ExprUnsafe) {
        self.has_unsafe = true;
        visit::visit_expr_unsafe(self, block);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        self.has_unsafe |= signature.unsafety.is_some();
        visit::visit_signature(self, signature);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.has_unsafe |= item.unsafety.is_some();
        visit::visit_item_impl(self, item);
    }
}

/// The module that a file of a crate is: `wire/osd.rs` is `wire::osd`, `wire/mod.rs` is `wire`.
fn module_of(path: &Path) -> Vec<String> {
    let mut words: Vec<String> =
        path.with_extension("").iter().map(|word| word.to_str().unwrap().to_owned()).collect();
    if words.last().is_some_and(|last| last == "mod" || last == "lib" || last == "main") {
        words.pop();
    }
    words
}

/// The room of a file: its first folder, or the file itself where it stands at the top.
fn room_of(path: &Path) -> String {
    module_of(path).first().cloned().unwrap_or_else(|| "lib".into())
}

#[test]
fn the_reader_finds_every_way_of_naming_a_room() {
    let text = "use crate::{wire, port::{self, Clock as C}};\nuse super::super::collect;\nuse tokio::time;\n\
                fn f() -> crate::adapter::X { println!(\"{}\", crate::ladder::y()); unsafe { g() } }\n\
                mod tests { use super::own; }";
    let names = Names::of(Path::new("assess/mon.rs"), text);
    let found: BTreeSet<String> = names.paths.iter().map(|path| path.join("::")).collect();
    let expected = [
        "wire",
        "port::self",
        "port::Clock",
        "collect",
        "::tokio::time",
        "adapter::X",
        "ladder::y",
        "assess::mon::own",
    ];
    for path in expected {
        assert!(found.contains(path), "{path} is not among {found:?}");
    }
    assert!(names.has_unsafe);
}

#[test]
fn a_room_knows_only_the_rooms_it_may() {
    let mut breaches = Vec::new();
    for (path, text) in sources("koor-core/src") {
        let room = room_of(&path);
        let allowed = match ROOMS.iter().find(|(name, _)| *name == room) {
            Some((_, allowed)) => *allowed,
            None if HANDLE.contains(&room.as_str()) => ALL,
            None => panic!("{}: the table knows no room `{room}`", path.display()),
        };
        for named in Names::of(&path, &text).paths {
            let Some(first) = named.first().filter(|first| !first.is_empty()) else { continue };
            let reads = first == "wire" && path.starts_with(READS);
            if *first != room && !reads && !allowed.contains(&first.as_str()) {
                breaches.push(format!("{}: {}", path.display(), named.join("::")));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn an_adapter_knows_no_other_adapter() {
    let mut breaches = Vec::new();
    for (path, text) in sources("koor-core/src/adapter") {
        let Some(adapter) = module_of(&path).first().cloned() else { continue };
        for named in Names::of(&Path::new("adapter").join(&path), &text).paths {
            let [first, other, ..] = named.as_slice() else { continue };
            if first == "adapter" && *other != adapter && !ADAPTER_SHARED.contains(&other.as_str()) {
                breaches.push(format!("{}: {}", path.display(), named.join("::")));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn thinking_rooms_know_no_runtime_and_do_no_io() {
    let outside = ["tokio", "async_trait", "futures_util", "reqwest", "libloading", "kube", "k8s_openapi"];
    let mut breaches = Vec::new();
    for (path, text) in sources("koor-core/src") {
        if !PURE.contains(&room_of(&path).as_str()) {
            continue;
        }
        for named in Names::of(&path, &text).paths {
            let words: Vec<&str> = named.iter().map(String::as_str).collect();
            let bad = match words.as_slice() {
                ["", name, ..] if outside.contains(name) => true,
                ["", "std", "fs" | "net" | "process" | "env" | "thread", ..]
                | ["", "SystemTime" | "Instant" | "Timestamp", "now", ..] => true,
                _ => false,
            };
            if bad {
                breaches.push(format!("{}: {}", path.display(), words.join("::")));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn unsafe_code_stands_in_one_place() {
    let mut where_allowed = 0;
    for folder in ["koor-core/src", "koor-cli/src", "koor-web/src", "koor-py/src", "examples", "tests"] {
        for (path, text) in sources(folder) {
            let here = folder == "koor-core/src" && path.starts_with(UNSAFE);
            let names = Names::of(&path, &text);
            assert!(here || !names.has_unsafe, "{folder}/{}: unsafe code", path.display());
            where_allowed += usize::from(here && names.has_unsafe);
        }
    }
    assert!(where_allowed > 0, "the search for unsafe code finds none where it is");
}

#[test]
fn files_are_short_and_rooms_introduce_themselves() {
    let mut breaches = Vec::new();
    for folder in ["koor-core", "koor-cli", "koor-web", "koor-py", "examples", "tests"] {
        for (path, text) in sources(folder) {
            let lines = text.lines().count();
            if lines > LINES {
                breaches.push(format!("{folder}/{}: {lines} lines", path.display()));
            }
            if path.ends_with("mod.rs") && !text.starts_with("//!") {
                breaches.push(format!("{folder}/{}: does not say what it is", path.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// Faces parse, call one method of the core and render a view.
#[test]
fn faces_do_not_reach_behind_the_core() {
    let mut breaches = Vec::new();
    for face in ["koor-cli/src", "koor-web/src", "koor-py/src"] {
        for (path, text) in sources(face) {
            for named in Names::of(&path, &text).paths {
                if let ["", "koor_core", "wire" | "adapter", ..] =
                    named.iter().map(String::as_str).collect::<Vec<_>>().as_slice()
                {
                    breaches.push(format!("{face}/{}: {}", path.display(), named.join("::")));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn a_core_without_features_is_light() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["tree", "--locked", "--offline", "-p", "koor-core", "--no-default-features"])
        .args(["-e", "normal", "--prefix", "none", "--format", "{p}"])
        .current_dir(workspace())
        .output()
        .unwrap();
    let tree = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let crates: BTreeSet<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(crates.contains("serde"), "{tree}");
    for heavy in ["kube", "reqwest", "rusqlite", "libloading", "zstd", "tar", "rustix", "schemars", "axum"] {
        assert!(!crates.contains(heavy), "{heavy} came with no feature asking for it:\n{tree}");
    }
}

#[test]
fn there_is_no_second_tls_stack() {
    let lock = fs::read_to_string(workspace().join("Cargo.lock")).unwrap();
    let names: BTreeSet<&str> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.contains("koor-core"), "Cargo.lock reads otherwise than expected");
    for other in ["openssl", "openssl-sys", "native-tls", "aws-lc-rs", "aws-lc-sys"] {
        assert!(!names.contains(other), "{other} is in Cargo.lock");
    }
}

/// The README's table of exit codes is the core's.
#[test]
fn the_readme_tells_the_exit_codes() {
    use koor_core::model::Kind;
    let readme = fs::read_to_string(workspace().join("README.md")).unwrap();
    let section =
        readme.split("\n## Exit codes\n").nth(1).unwrap_or_else(|| panic!("no section `## Exit codes`"));
    let section = section.split("\n## ").next().unwrap();
    let told: BTreeSet<u8> = section
        .lines()
        .filter_map(|line| line.strip_prefix('|')?.split('|').next()?.trim().parse().ok())
        .collect();
    let kinds = [
        Kind::InvalidInput,
        Kind::NotFound,
        Kind::Unreachable,
        Kind::Timeout,
        Kind::Denied,
        Kind::Unsupported,
        Kind::Corrupt,
        Kind::Conflict,
        Kind::Refused,
        Kind::Interrupted,
        Kind::Internal,
    ];
    // 0 is an answer, 1 is `--fail-on`: no failures.
    let meant: BTreeSet<u8> = kinds.iter().map(|kind| kind.exit_code()).chain([0, 1]).collect();
    assert_eq!(told, meant);
    let row = |code: u8| section.lines().find(|line| line.starts_with(&format!("| {code} |"))).unwrap();
    for (kind, word) in [
        (Kind::InvalidInput, "bad input"),
        (Kind::Unreachable, "unreachable"),
        (Kind::Timeout, "timed out"),
        (Kind::Denied, "denied"),
        (Kind::Corrupt, "damaged"),
        (Kind::Refused, "refused"),
        (Kind::Internal, "bug"),
        (Kind::Interrupted, "interrupted"),
    ] {
        let row = row(kind.exit_code());
        assert!(row.contains(word), "{kind} is {} in the core; the README says: {row}", kind.exit_code());
    }
}
