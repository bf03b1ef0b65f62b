//! When a request is sent again, after how long, and when it is given up.

use std::time::{Duration, SystemTime};

use backon::{BackoffBuilder, ExponentialBuilder};
use reqwest::header::HeaderMap;

use super::error::Cause;
use super::request::{Repeat, header};

/// Limits in time and number.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// For a connection to come about.
    pub(crate) connect: Duration,
    /// For one try, answer included.
    pub(crate) request: Duration,
    /// For all requests of a client together, waits included: a slow server never eats the job's time.
    pub(crate) total: Duration,
    /// How often one request is sent at most.
    pub(crate) tries: u32,
    /// The wait before the second try; it doubles with each further one, and gets a random part on top.
    pub(crate) first_wait: Duration,
    /// The longest wait, also when the server asks for more.
    pub(crate) longest_wait: Duration,
    /// The longest answer, in bytes.
    pub(crate) answer_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connect: Duration::from_secs(10),
            request: Duration::from_secs(60),
            total: Duration::from_secs(120),
            tries: 5,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_secs(60),
            answer_bytes: 64 << 20,
        }
    }
}

impl Limits {
    /// The waits between the tries of one request, one fewer than tries.
    pub(super) fn waits(&self) -> impl Iterator<Item = Duration> + use<> {
        ExponentialBuilder::new()
            .with_min_delay(self.first_wait)
            .with_max_delay(self.longest_wait)
            .with_max_times(self.tries.saturating_sub(1) as usize)
            .with_jitter()
            .build()
    }
}

/// How often a 500 is answered with another try: it is rarely a passing state.
const TRIES_ON_500: u32 = 3;

/// Whether to send again after this cause at the given try (from 1).
pub(super) fn again(cause: &Cause, repeat: Repeat, tried: u32) -> bool {
    match (cause, repeat) {
        (_, Repeat::Never) => false,
        (Cause::Unreachable(_), _) => true,
        // A 429 is the refusal to do anything, so even a creation may be repeated.
        (Cause::Refused { status: 429, .. }, _) => true,
        (Cause::Refused { status: 500, .. }, Repeat::Harmless) => tried < TRIES_ON_500,
        (Cause::Refused { status: 408 | 502 | 503 | 504, .. }, Repeat::Harmless) => true,
        (Cause::TimedOut | Cause::Interrupted(_), Repeat::Harmless) => true,
        _ => false,
    }
}

/// The wait that `Retry-After` asks for: seconds or an HTTP date.
pub(super) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = header(headers, "retry-after")?;
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = chrono::DateTime::parse_from_rfc2822(&text).ok()?;
    SystemTime::from(date).duration_since(now).ok()
}

/// The wait before the next call of any kind that a successful answer asks for: Azure DevOps sends `Retry-After` with
/// 200 answers when it begins to delay us, and a time of renewal when nothing of the allowance is left.
pub(super) fn pause(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    if let Some(wait) = retry_after(headers, now) {
        return Some(wait);
    }
    let number = |name: &str| header(headers, name)?.parse::<u64>().ok();
    if number("x-ratelimit-remaining")? > 0 {
        return None;
    }
    let reset = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(number("x-ratelimit-reset")?))?;
    reset.duration_since(now).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().expect("a header name"), value.parse().expect("a value")))
            .collect()
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        let cases = [
            ("7", Some(7)),
            ("0", Some(0)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", Some(10)),
            ("Sun, 06 Nov 1994 08:49:30 GMT", None),
            ("soon", None),
            ("-5", None),
        ];
        for (text, seconds) in cases {
            assert_eq!(
                retry_after(&headers(&[("retry-after", text)]), now),
                seconds.map(Duration::from_secs),
                "{text}"
            );
        }
    }

    #[test]
    fn a_spent_allowance_asks_to_wait_until_it_is_renewed() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1000);
        let spent = headers(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1030")]);
        assert_eq!(pause(&spent, now), Some(Duration::from_secs(30)));
        let left = headers(&[("x-ratelimit-remaining", "5"), ("x-ratelimit-reset", "1030")]);
        assert_eq!(pause(&left, now), None);
        assert_eq!(pause(&headers(&[("retry-after", "3")]), now), Some(Duration::from_secs(3)));
    }

    #[test]
    fn what_is_repeated() {
        let refused =
            |status| Cause::Refused { status, message: String::new(), type_key: None, retry_after: None };
        for status in [400, 401, 403, 404, 409] {
            assert!(!again(&refused(status), Repeat::Harmless, 1), "{status}");
        }
        assert!(!again(&Cause::SignIn { status: 203 }, Repeat::Harmless, 1));
        for status in [408, 429, 500, 502, 503, 504] {
            assert!(again(&refused(status), Repeat::Harmless, 1), "{status}");
            assert_eq!(again(&refused(status), Repeat::OnlyIfNotDone, 1), status == 429, "{status}");
        }
        assert!(!again(&refused(500), Repeat::Harmless, 3));
        assert!(!again(&refused(429), Repeat::Never, 1));
        assert!(again(&Cause::Unreachable(String::new()), Repeat::OnlyIfNotDone, 1));
        for unclear in [Cause::TimedOut, Cause::Interrupted(String::new())] {
            assert!(again(&unclear, Repeat::Harmless, 1));
            assert!(!again(&unclear, Repeat::OnlyIfNotDone, 1));
        }
    }

    #[test]
    fn waits_grow_and_are_one_fewer_than_tries() {
        let limits = Limits { tries: 4, first_wait: Duration::from_secs(1), ..Limits::default() };
        let waits: Vec<Duration> = limits.waits().collect();
        assert_eq!(waits.len(), 3);
        assert!(waits[0] >= Duration::from_secs(1) && waits[2] >= Duration::from_secs(4), "{waits:?}");
    }
}
