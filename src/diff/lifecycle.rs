//! Deprecation, sunset and stability: the promises of `deprecated`, `x-sunset` and `x-stability-level`.

use chrono::NaiveDate;

use super::options::{DiffOptions, Stability};
use crate::document::Node;

/// A sunset as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sunset {
    /// None.
    Missing,
    /// A full-date, or the date of an RFC 3339 date-time.
    On(NaiveDate),
    /// Something else.
    Invalid,
}

impl Sunset {
    /// Reads `x-sunset`.
    pub(super) fn of(node: Option<Node<'_>>) -> Self {
        let Some(node) = node else { return Sunset::Missing };
        let text = node.text();
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        let time = || chrono::DateTime::parse_from_rfc3339(text).ok().map(|time| time.date_naive());
        date.or_else(time).map_or(Sunset::Invalid, Sunset::On)
    }
}

/// How a deprecation was announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// Without a date, and none is asked for.
    Given,
    /// With a date that is far enough.
    GivenWithSunset,
    /// Without the date that the policy asks for.
    SunsetMissing,
    /// With a date that can't be read.
    SunsetInvalid,
    /// With a date that is too near.
    SunsetTooNear,
}

/// What is asked of deprecations in one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Policy {
    /// Least days to the sunset.
    pub(super) days: u32,
    /// The day of judgement.
    pub(super) today: NaiveDate,
}

impl Policy {
    /// The policy of an operation.
    pub(super) fn of(options: &DiffOptions, stability: Stability) -> Self {
        let days = match stability {
            Stability::Draft | Stability::Alpha => 0,
            Stability::Beta => options.deprecation_days.beta,
            Stability::Stable => options.deprecation_days.stable,
        };
        Policy { days, today: options.today }
    }

    /// Judges a new deprecation.
    pub(super) fn notice(self, sunset: Option<Node<'_>>) -> Notice {
        match Sunset::of(sunset) {
            Sunset::Missing if self.days == 0 => Notice::Given,
            Sunset::Missing => Notice::SunsetMissing,
            Sunset::Invalid => Notice::SunsetInvalid,
            Sunset::On(date) if self.is_near(date) => Notice::SunsetTooNear,
            Sunset::On(_) => Notice::GivenWithSunset,
        }
    }

    /// Whether a date leaves fewer days than asked for.
    pub(super) fn is_near(self, date: NaiveDate) -> bool {
        (date - self.today).num_days() < i64::from(self.days)
    }
}

/// The level of an operation: what is written, or an error.
pub(super) fn stability(node: Option<Node<'_>>) -> Result<Stability, String> {
    match node {
        None => Ok(Stability::Stable),
        Some(node) => Stability::of_name(node.text()).ok_or_else(|| node.text().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policy_follows_the_level() {
        let today = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let mut options = DiffOptions::on(today);
        options.deprecation_days.stable = 30;
        assert_eq!(Policy::of(&options, Stability::Stable).notice(None), Notice::SunsetMissing);
        assert_eq!(Policy::of(&options, Stability::Alpha).notice(None), Notice::Given);
        let policy = Policy::of(&options, Stability::Stable);
        assert!(policy.is_near(NaiveDate::from_ymd_opt(2026, 1, 30).unwrap()));
        assert!(!policy.is_near(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()));
    }
}
