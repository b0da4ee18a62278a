//! The order in which people expect names: `node2` before `node10`.

use crate::model::natural;

/// Distinct names in the order people expect.
pub(super) fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut all: Vec<&str> = names.collect();
    all.sort_by(|a, b| natural(a, b));
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::distinct;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let names = ["node10", "node2", "node2", "a", "node02", "node2b", "10", "9"];
        assert_eq!(distinct(names.into_iter()), ["9", "10", "a", "node02", "node2", "node2b", "node10"]);
    }
}
