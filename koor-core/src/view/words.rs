//! Words that more than one view needs: counted things and lists that end.

use crate::model::{Bytes, IoRate};

/// How many names a sentence holds before it ends with how many more there are.
const NAMES: usize = 12;

/// `1 OSD`, `3 OSDs`.
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `node0, node1, node2`; after a dozen `… and 7 more`. `none` where there is nothing to list.
pub(super) fn listed<T: AsRef<str>>(names: &[T]) -> String {
    if names.is_empty() {
        return "none".into();
    }
    let shown: Vec<&str> = names.iter().take(NAMES).map(AsRef::as_ref).collect();
    let more = names.len() - shown.len();
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", shown.join(", "))
}

/// `hosts are node0, node1`, or `the only host is node0`.
pub(super) fn there_are<T: AsRef<str>>(one: &str, many: &str, names: &[T]) -> String {
    match names {
        [] => format!("there are no {many}"),
        [only] => format!("the only {one} is {}", only.as_ref()),
        _ => format!("{many} are {}", listed(names)),
    }
}

/// What clients do, in one sentence.
pub(super) fn clients(io: IoRate) -> String {
    if io == IoRate::default() {
        return "clients are idle".into();
    }
    format!(
        "clients read {}/s in {} op/s, write {}/s in {} op/s",
        Bytes(io.read_bytes_per_s),
        io.read_ops_per_s,
        Bytes(io.write_bytes_per_s),
        io.write_ops_per_s
    )
}

#[cfg(test)]
mod tests {
    use super::{counted, listed, there_are};

    #[test]
    fn lists_end() {
        assert_eq!(counted(1, "OSD", "OSDs"), "1 OSD");
        assert_eq!(counted(0, "OSD", "OSDs"), "0 OSDs");
        assert_eq!(listed::<&str>(&[]), "none");
        let many: Vec<String> = (0..14).map(|n| format!("n{n}")).collect();
        assert_eq!(listed(&many), "n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11 and 2 more");
        assert_eq!(there_are("host", "hosts", &["a"]), "the only host is a");
        assert_eq!(there_are("host", "hosts", &["a", "b"]), "hosts are a, b");
        assert_eq!(there_are::<&str>("host", "hosts", &[]), "there are no hosts");
    }
}
