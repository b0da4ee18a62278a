//! What a mon greets with.

use crate::Budget;

/// The target.
pub fn run(data: &[u8]) -> Budget {
    koor_core::adapter::fuzzing::greeting(data);
    Budget { base: 4 << 10, each: 0 }
}
