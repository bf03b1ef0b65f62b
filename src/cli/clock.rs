//! The time of a run.

use super::environment::Environment;
use super::failure::{Failure, Result};
use crate::record::Timestamp;

/// The clock, or `SOURCE_DATE_EPOCH` (seconds since 1970, UTC) in its place, so that the same input gives the same
/// bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    fixed: Option<Timestamp>,
}

impl Clock {
    pub(super) fn new(environment: &Environment) -> Result<Self> {
        let Some(text) = environment.get("SOURCE_DATE_EPOCH") else { return Ok(Clock { fixed: None }) };
        let seconds: i64 = text.parse().map_err(|_| {
            Failure::usage_message(format!("SOURCE_DATE_EPOCH is `{text}`, which is no number of seconds"))
        })?;
        Ok(Clock { fixed: Some(Timestamp::from_seconds(seconds)) })
    }

    /// Whether the time was given from outside.
    pub(super) fn is_fixed(self) -> bool {
        self.fixed.is_some()
    }

    /// Now, in whole seconds.
    pub(super) fn now(self) -> Timestamp {
        self.fixed.unwrap_or_else(|| {
            let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            let seconds = since.map(|since| since.as_secs()).unwrap_or_default();
            Timestamp::from_seconds(i64::try_from(seconds).unwrap_or_default())
        })
    }
}
