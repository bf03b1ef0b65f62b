//! Severities that hold only in some files, or below some pointers: Spectral's `overrides` with a pointer, and its old
//! `except`.

use super::ruleset::{PlaceSetting, RuleLevel, Ruleset};
use crate::config::matches;
use crate::problem::Problem;

/// Gives the problems the severity of the place where they stand; those that are off there go.
pub(super) fn apply(ruleset: &Ruleset, problems: &mut Vec<Problem>) {
    if ruleset.places().is_empty() {
        return;
    }
    problems.retain_mut(|problem| {
        let mut best: Option<&PlaceSetting> = None;
        for setting in ruleset.places() {
            let is_nearer = best.is_none_or(|best| setting.pointer.len() >= best.pointer.len());
            if is_nearer && setting.rule == problem.rule && covers(setting, problem) {
                best = Some(setting);
            }
        }
        match best.map(|setting| setting.level) {
            Some(RuleLevel::Off) => false,
            Some(RuleLevel::On(severity)) => {
                problem.severity = severity;
                true
            }
            None => !ruleset.only_in_places(&problem.rule),
        }
    });
}

fn covers(setting: &PlaceSetting, problem: &Problem) -> bool {
    let pointer = decoded(&problem.location.pointer);
    let below = pointer.strip_prefix(setting.pointer.as_str());
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        && in_pattern(&setting.files, &problem.location.file)
}

/// A pointer without `#` and percent-encoding.
fn decoded(pointer: &str) -> String {
    crate::document::decode_percent(pointer.trim_start_matches('#')).into_owned()
}

/// Whether a path fits a pattern of Spectral: `{a,b}` are alternatives, and a pattern without a slash is about the
/// file's name alone.
pub(crate) fn in_pattern(pattern: &str, path: &str) -> bool {
    alternatives(pattern).iter().any(|pattern| {
        let path = if pattern.contains('/') { path } else { path.rsplit('/').next().unwrap_or(path) };
        matches(pattern.trim_start_matches("./"), path)
    })
}

/// The patterns that braces stand for; at most 64.
fn alternatives(pattern: &str) -> Vec<String> {
    let mut done = Vec::new();
    let mut open = vec![pattern.to_owned()];
    while let Some(pattern) = open.pop() {
        let braces = pattern.find('{').and_then(|start| Some((start, start + pattern[start..].find('}')?)));
        match braces {
            Some((start, end)) if done.len() + open.len() < 64 => {
                let choices = pattern[start + 1..end].split(',').rev();
                open.extend(
                    choices.map(|choice| format!("{}{choice}{}", &pattern[..start], &pattern[end + 1..])),
                );
            }
            _ => done.push(pattern),
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::in_pattern;

    #[test]
    fn patterns_are_those_of_rule_sets() {
        for (pattern, path) in [
            ("*.yaml", "apis/a.yaml"),
            ("apis/**/*.yaml", "apis/v1/a.yaml"),
            ("apis/{a,b}.yaml", "apis/b.yaml"),
            ("./a.yaml", "a.yaml"),
            ("**", "a/b.json"),
        ] {
            assert!(in_pattern(pattern, path), "{pattern} {path}");
        }
        assert!(!in_pattern("apis/*.yaml", "apis/v1/a.yaml") && !in_pattern("a.yaml", "b.yaml"));
        assert!(!in_pattern(&"{a,b}".repeat(40), "x"));
    }
}
