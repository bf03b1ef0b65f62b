//! What a comparison may be told. Everything is data: the day, the approvals and the policies come from the caller.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::change::{Approval, Impact};

/// Which conditions and levels are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Preset {
    /// The law, with the departures of [`impact`](super::impact).
    #[default]
    Preview,
    /// The ids, conditions and levels of oasdiff; what it has no id for is left out.
    Oasdiff,
}

/// How far an operation's contract is settled: `x-stability-level`. Ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stability {
    /// `draft`.
    Draft,
    /// `alpha`.
    Alpha,
    /// `beta`.
    #[default]
    Beta,
    /// `stable`, and everything unmarked.
    Stable,
}

impl Stability {
    /// The level of a name.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        match name {
            "draft" => Some(Stability::Draft),
            "alpha" => Some(Stability::Alpha),
            "beta" => Some(Stability::Beta),
            "stable" => Some(Stability::Stable),
            _ => None,
        }
    }

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Stability::Draft => "draft",
            Stability::Alpha => "alpha",
            Stability::Beta => "beta",
            Stability::Stable => "stable",
        }
    }
}

/// Whether a new major `info.version` may break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MajorVersion {
    /// It makes no difference.
    #[default]
    Off,
    /// Breaking changes count as accepted.
    Allow,
}

/// The least days from a deprecation to its sunset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DeprecationDays {
    /// For operations of level `beta`.
    pub(crate) beta: u32,
    /// For stable ones.
    pub(crate) stable: u32,
}

/// How to compare and judge.
#[derive(Clone, Debug)]
pub(crate) struct DiffOptions {
    /// Conditions and levels.
    pub(crate) preset: Preset,
    /// Impacts by change id; `None` switches the change off.
    pub(crate) impacts: BTreeMap<String, Option<Impact>>,
    /// Accepted changes.
    pub(crate) approvals: Vec<Approval>,
    /// The deprecation policy.
    pub(crate) deprecation_days: DeprecationDays,
    /// Changes of operations below this level don't count.
    pub(crate) stability: Stability,
    /// What a new major version allows.
    pub(crate) major_version: MajorVersion,
    /// The day on which sunsets and approvals are judged.
    pub(crate) today: NaiveDate,
}

impl DiffOptions {
    /// The defaults on a day.
    pub(crate) fn on(today: NaiveDate) -> Self {
        DiffOptions {
            preset: Preset::default(),
            impacts: BTreeMap::new(),
            approvals: Vec::new(),
            deprecation_days: DeprecationDays::default(),
            stability: Stability::default(),
            major_version: MajorVersion::default(),
            today,
        }
    }
}
