//! Chance that is none: every figure is a function of the seed and of what it is for.

/// One step of splitmix64.
const fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The number for these words.
pub(crate) fn hash(seed: u64, words: &[u64]) -> u64 {
    words.iter().fold(mix(seed), |hash, word| more(hash, *word))
}

/// The number for the same words and one more, where the number for those is known.
pub(crate) fn more(hash: u64, word: u64) -> u64 {
    mix(hash ^ word.wrapping_mul(0x2545_f491_4f6c_dd1d))
}

/// A number below `below` for these words.
pub(crate) fn below(seed: u64, words: &[u64], below: u64) -> u64 {
    hash(seed, words) % below.max(1)
}

/// A share for these words: above 0, at most 1.
pub(crate) fn share(seed: u64, words: &[u64]) -> f64 {
    share_of(hash(seed, words))
}

/// The share that a number stands for.
pub(crate) fn share_of(hash: u64) -> f64 {
    ((hash >> 11) + 1) as f64 / (1_u64 << 53) as f64
}

/// A smooth curve from -1 to 1 over time: chance every `period_s` seconds, and a line between.
pub(crate) fn wave(seed: u64, key: u64, second: i64, period_s: i64) -> f64 {
    let at = |step: i64| share(seed, &[key, step as u64]) * 2.0 - 1.0;
    let (step, rest) = (second.div_euclid(period_s), second.rem_euclid(period_s));
    let part = rest as f64 / period_s as f64;
    at(step) * (1.0 - part) + at(step + 1) * part
}

/// A text for these words that looks like a UUID.
pub(crate) fn uuid(seed: u64, words: &[u64]) -> String {
    let (high, low) = (hash(seed, words), hash(seed ^ 0x5bd1, words));
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        0x8000 | ((low >> 48) & 0x3fff),
        low & 0xffff_ffff_ffff
    )
}
