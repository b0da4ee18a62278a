//! Quantities: `32Gi`, `500m`, `1e3`.

use serde::{Deserialize, Deserializer};

use crate::model::Bytes;

/// A quantity, exact to a billionth as Kubernetes keeps it.
///
/// Source: <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity {
    billionths: i128,
}

const BILLION: i128 = 1_000_000_000;

impl Quantity {
    /// Reads one; `None` where it is none, or larger than any there is.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (number, suffix) = text.split_at(end);
        let (multiplier, divisor) = scale(suffix)?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        // More digits than any quantity has would not fit either.
        if whole.len() + fraction.len() == 0 || whole.len() > 20 || fraction.len() > 12 {
            return None;
        }
        let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        let fraction = i128::from(10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?);
        let billionths = rounded_up(digits.checked_mul(multiplier)?, divisor.checked_mul(fraction)?);
        Some(Self { billionths: if negative { -billionths } else { billionths } })
    }

    /// As bytes, rounded up; `None` where negative or too large.
    #[must_use]
    pub fn bytes(self) -> Option<Bytes> {
        u64::try_from(rounded_up(self.billionths, BILLION)).ok().map(Bytes)
    }

    /// In thousandths, rounded up: `500m` of a processor is 500.
    #[must_use]
    pub fn millis(self) -> Option<u64> {
        u64::try_from(rounded_up(self.billionths, BILLION / 1000)).ok()
    }

    /// As a count, rounded up.
    #[must_use]
    pub fn count(self) -> Option<u64> {
        self.bytes().map(|bytes| bytes.0)
    }
}

/// What a suffix does to a number of billionths: times the first, by the second.
fn scale(suffix: &str) -> Option<(i128, i128)> {
    const DECIMAL: [&str; 7] = ["", "k", "M", "G", "T", "P", "E"];
    const BINARY: [&str; 7] = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    let place = |all: &[&str]| all.iter().position(|one| *one == suffix).and_then(|n| u32::try_from(n).ok());
    match suffix {
        "n" => return Some((1, 1)),
        "u" => return Some((1_000, 1)),
        "m" => return Some((1_000_000, 1)),
        _ => {}
    }
    if let Some(power) = place(&DECIMAL) {
        return Some((BILLION * 1000_i128.pow(power), 1));
    }
    if let Some(power) = place(&BINARY) {
        return Some((BILLION * 1024_i128.pow(power), 1));
    }
    let exponent: i32 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
    let power = 10_i128.checked_pow(exponent.unsigned_abs().min(30))?;
    Some(if exponent < 0 { (BILLION, power) } else { (BILLION.checked_mul(power)?, 1) })
}

fn rounded_up(value: i128, by: i128) -> i128 {
    value.div_euclid(by) + i128::from(value.rem_euclid(by) != 0)
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(serde_json::Number),
            Text(String),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Number(number) => number.to_string(),
            Written::Text(text) => text,
        };
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no quantity")))
    }
}

#[cfg(test)]
mod tests {
    use super::Quantity;

    #[test]
    fn quantities_read_exactly() {
        let bytes = |text| Quantity::parse(text).and_then(Quantity::bytes).map(|bytes| bytes.0);
        for (text, expected) in [
            ("32Gi", 34_359_738_368),
            ("100Mi", 104_857_600),
            ("24684084Ki", 25_276_502_016),
            ("267847642337", 267_847_642_337),
            ("1.5Gi", 1_610_612_736),
            ("1k", 1000),
            ("1E", 1_000_000_000_000_000_000),
            ("8Ei", 9_223_372_036_854_775_808),
            ("1e3", 1000),
            ("1E3", 1000),
            ("15e-1", 2),
            ("100m", 1),
            ("0", 0),
            (".5Ki", 512),
        ] {
            assert_eq!(bytes(text), Some(expected), "{text}");
        }
        let millis = |text| Quantity::parse(text).and_then(Quantity::millis);
        for (text, expected) in
            [("500m", 500), ("2", 2000), ("0.1", 100), ("1100000u", 1100), ("1n", 1), ("2.5", 2500)]
        {
            assert_eq!(millis(text), Some(expected), "{text}");
        }
        assert_eq!(bytes("-1"), None, "a negative size is none");
        for wrong in ["", "Gi", "1 Gi", "1gi", "1.2.3", "x", "1ee3", "99999999999999999999999", "1e99"] {
            assert_eq!(Quantity::parse(wrong), None, "{wrong}");
        }
    }
}
