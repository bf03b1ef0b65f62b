//! The file of approved changes (`changes.approved`, by default `.preview-approved.yaml`): read for every comparison,
//! written by `preview diff --approve`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::failure::{Failure, Result};
use super::workspace::Workspace;
use crate::diff::{Approval, ApprovalScope, Change};
use crate::publish::write_whole;

/// The largest file that is read, in bytes.
const MAX_BYTES: usize = 1024 * 1024;

const HEADING: &str = "\
# Changes that may break clients and were accepted. `preview diff --approve \"reason\"` adds to this file; an entry whose
# change is gone, or whose day (`until`, inclusive) is over, is reported and can be removed.
";

/// One entry as written.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fingerprint: String,
    /// For people only: what was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    change: Option<String>,
    who: String,
    why: String,
    /// The last day, `2026-12-31`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

/// The approvals of the root; none where there is no file.
pub(super) fn read(workspace: &Workspace) -> Result<Vec<Approval>> {
    entries(workspace)?
        .into_iter()
        .map(|entry| {
            let until = entry.until.as_deref().map(|text| day(text, workspace)).transpose()?;
            Ok(Approval {
                fingerprint: entry.fingerprint,
                scope: ApprovalScope::Change,
                who: entry.who,
                why: entry.why,
                until,
            })
        })
        .collect()
}

fn day(text: &str, workspace: &Workspace) -> Result<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| {
        let path = workspace.config.changes.approved_path();
        Failure::usage_message(format!("{path}: `until: {text}` is no day like 2026-12-31"))
    })
}

fn entries(workspace: &Workspace) -> Result<Vec<Entry>> {
    let path = workspace.config.changes.approved_path();
    let Some(source) = workspace.optional(path)? else { return Ok(Vec::new()) };
    if source.text().len() > MAX_BYTES {
        return Err(Failure::usage_message(format!("`{path}` has more than {MAX_BYTES} bytes")));
    }
    let entries: Option<Vec<Entry>> = serde_yaml::from_str(source.text()).map_err(|error| {
        let place = error.location().map(|at| format!(":{}:{}", at.line(), at.column())).unwrap_or_default();
        Failure::usage_message(format!("{path}{place}: {error}"))
            .hint("an entry has `fingerprint`, `who`, `why`, and if wanted `change` and `until`")
    })?;
    Ok(entries.unwrap_or_default())
}

/// Adds changes to the file, keeping what others wrote; sorted by fingerprint. Gives back how many are new.
pub(super) fn add(workspace: &Workspace, changes: &[&Change], who: &str, why: &str) -> Result<usize> {
    let mut all = entries(workspace)?;
    let before = all.len();
    for change in changes {
        if all.iter().all(|known| known.fingerprint != change.fingerprint) {
            let operation =
                change.operation.iter().chain(&change.path).cloned().collect::<Vec<_>>().join(" ");
            let said = [operation.as_str(), change.message.as_str()].join(" ");
            all.push(Entry {
                fingerprint: change.fingerprint.clone(),
                change: Some(said.trim().to_owned()),
                who: who.to_owned(),
                why: why.to_owned(),
                until: None,
            });
        }
    }
    all.sort_by(|one, two| one.fingerprint.cmp(&two.fingerprint));
    let text = serde_yaml::to_string(&all).map_err(Failure::surroundings)?;
    let path = workspace.config.changes.approved_path();
    write_whole(&workspace.root.join(path), format!("{HEADING}{text}").as_bytes())
        .map_err(|error| anyhow::Error::new(error).context(format!("cannot write `{path}`")))?;
    Ok(all.len() - before)
}
