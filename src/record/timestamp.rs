//! A moment in UTC with the precision of a second, as the records hold it: RFC 3339, `2026-01-05T09:30:00Z`.

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Seconds since 1970-01-01T00:00:00Z. Written and read as RFC 3339 in UTC; other offsets are read too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Timestamp(i64);

impl Timestamp {
    /// From seconds since 1970-01-01T00:00:00Z; what no calendar date can express becomes 1970-01-01.
    pub(crate) fn from_seconds(seconds: i64) -> Self {
        Timestamp(DateTime::from_timestamp(seconds, 0).map_or(0, |moment| moment.timestamp()))
    }

    /// Reads RFC 3339; `None` when `text` is no such date.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|moment| Timestamp(moment.timestamp()))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub(crate) fn seconds(self) -> i64 {
        self.0
    }

    /// The day in UTC.
    pub(crate) fn date(self) -> chrono::NaiveDate {
        DateTime::from_timestamp(self.0, 0).unwrap_or(DateTime::UNIX_EPOCH).date_naive()
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(moment: DateTime<Utc>) -> Self {
        Timestamp(moment.timestamp())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = DateTime::from_timestamp(self.0, 0).unwrap_or(DateTime::UNIX_EPOCH);
        formatter.write_str(&moment.to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Timestamp::parse(&text).ok_or_else(|| {
            de::Error::custom(format_args!("`{text}` is not a date like 2026-01-05T09:30:00Z"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn writes_utc_with_seconds() {
        assert_eq!(Timestamp::from_seconds(0).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(Timestamp::from_seconds(1_767_605_400).to_string(), "2026-01-05T09:30:00Z");
    }

    #[test]
    fn reads_other_offsets() {
        let utc = Timestamp::parse("2026-01-05T09:30:00Z").unwrap();
        assert_eq!(Timestamp::parse("2026-01-05T10:30:00+01:00"), Some(utc));
        assert_eq!(Timestamp::parse("yesterday"), None);
    }

    #[test]
    fn a_moment_beyond_the_calendar_is_no_panic() {
        assert_eq!(Timestamp::from_seconds(i64::MAX).to_string(), "1970-01-01T00:00:00Z");
    }
}
