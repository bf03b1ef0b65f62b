//! What a build leaves on its thread for the next one: how it ended, and why the thread is open.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::marker;
use super::wish::{Key, Outcome};
use crate::azure_devops::{Properties, ThreadStatus};

const STATE: &str = "preview.state";
const REASONS: &str = "preview.reasons";

/// More reasons than this are remembered as one.
const MOST_REASONS: usize = 100;

/// The remembered things of a sticky thread.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Memory {
    /// How the last build ended.
    pub(super) outcome: Option<Outcome>,
    pub(super) reasons: Reasons,
}

/// Reasons as short hashes: `a1b2c3d4,…`, or `*` and one hash for all of them when they are too many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reasons(BTreeSet<String>);

impl Memory {
    pub(super) fn read(properties: &Properties) -> Self {
        let outcome = match properties.text(STATE) {
            Some("passed") => Some(Outcome::Passed),
            Some("failed") => Some(Outcome::Failed),
            _ => None,
        };
        Memory { outcome, reasons: Reasons::read(properties.text(REASONS).unwrap_or_default()) }
    }

    /// The whole property bag.
    pub(super) fn properties(&self, key: &Key) -> BTreeMap<String, Value> {
        let state = match self.outcome {
            Some(Outcome::Failed) => "failed",
            _ => "passed",
        };
        BTreeMap::from([
            (marker::KEY.to_owned(), json!(key.as_str())),
            (STATE.to_owned(), json!(state)),
            (REASONS.to_owned(), json!(self.reasons.written())),
        ])
    }

    /// The status to set on a thread that has `current`, `self` being what is wished and `before` what was remembered.
    /// What a person did to the thread since stays, as long as nothing new speaks against it.
    pub(super) fn status(&self, before: &Memory, current: ThreadStatus) -> Option<ThreadStatus> {
        let unchanged = self.outcome == before.outcome && self.reasons.are_within(&before.reasons);
        match (self.outcome, current.is_open()) {
            // Opened by a person after we closed it, or closed by one while it was failing for these reasons.
            (Some(Outcome::Passed), true) | (Some(Outcome::Failed), false) if unchanged => None,
            (Some(Outcome::Passed), true) => Some(ThreadStatus::Closed),
            (Some(Outcome::Failed), false) => Some(ThreadStatus::Active),
            _ => None,
        }
    }
}

impl Reasons {
    pub(super) fn of(reasons: &[String]) -> Self {
        let hash = |text: &str, length: usize| blake3::hash(text.as_bytes()).to_hex()[..length].to_owned();
        let hashes: BTreeSet<String> = reasons.iter().map(|reason| hash(reason, 8)).collect();
        if hashes.len() <= MOST_REASONS {
            return Reasons(hashes);
        }
        let all: Vec<String> = hashes.into_iter().collect();
        Reasons(BTreeSet::from([format!("*{}", hash(&all.join(","), 16))]))
    }

    fn read(text: &str) -> Self {
        Reasons(text.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect())
    }

    fn written(&self) -> String {
        self.0.iter().map(String::as_str).collect::<Vec<_>>().join(",")
    }

    /// Whether there is no reason here that is not there.
    fn are_within(&self, other: &Reasons) -> bool {
        self.0.is_subset(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(outcome: Outcome, reasons: &[&str]) -> Memory {
        let reasons: Vec<String> = reasons.iter().map(|r| (*r).to_owned()).collect();
        Memory { outcome: Some(outcome), reasons: Reasons::of(&reasons) }
    }

    #[test]
    fn the_threads_status_follows_the_outcome_and_respects_people() {
        use Outcome::{Failed, Passed};
        use ThreadStatus::{Active, ByDesign, Closed, Fixed, Pending, WontFix};
        let cases = [
            // before, now, the thread's status, what to set
            (memory(Passed, &[]), memory(Failed, &["a"]), Closed, Some(Active)),
            (memory(Failed, &["a"]), memory(Passed, &[]), Active, Some(Closed)),
            (memory(Failed, &["a"]), memory(Passed, &[]), Pending, Some(Closed)),
            (memory(Failed, &["a"]), memory(Failed, &["a"]), Active, None),
            // A person closed it: not again for the same reasons or fewer, but for a new one.
            (memory(Failed, &["a", "b"]), memory(Failed, &["a", "b"]), WontFix, None),
            (memory(Failed, &["a", "b"]), memory(Failed, &["b"]), ByDesign, None),
            (memory(Failed, &["a"]), memory(Failed, &["a", "b"]), Closed, Some(Active)),
            // Fixed and broken again is new.
            (memory(Passed, &[]), memory(Failed, &["a"]), Fixed, Some(Active)),
            // A person opened it to talk about it.
            (memory(Passed, &[]), memory(Passed, &[]), Active, None),
            (memory(Passed, &[]), memory(Passed, &[]), Closed, None),
            (memory(Failed, &["a"]), memory(Passed, &[]), Fixed, None),
        ];
        for (before, now, current, status) in cases {
            assert_eq!(now.status(&before, current), status, "{before:?} -> {now:?} at {current:?}");
        }
    }

    #[test]
    fn a_memory_is_read_back() {
        let memory = memory(Outcome::Failed, &["a", "b"]);
        let properties = Properties(memory.properties(&Key::new("k")));
        assert_eq!(Memory::read(&properties), memory);
        assert_eq!(Memory::read(&Properties::default()), Memory::default());
    }

    #[test]
    fn very_many_reasons_are_remembered_as_one() {
        let many: Vec<String> = (0..500).map(|i| i.to_string()).collect();
        let reasons = Reasons::of(&many);
        assert!(reasons.written().len() < 40);
        assert!(reasons.are_within(&Reasons::of(&many)));
        assert!(!Reasons::of(&many[1..]).are_within(&reasons));
    }
}
