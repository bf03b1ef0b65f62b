//! `info.version`: the policy of semantic versions, and the version that the changes call for.

use super::change::{Changes, Impact, VersionStep, VersionSuggestion};
use super::collect::{Collector, Draft};
use super::kind::operation as kinds;

/// A semantic version; pre-release and build parts are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Semantic(u64, u64, u64);

impl Semantic {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches(['v', 'V']);
        let core = text.split(['-', '+']).next()?;
        let mut parts = core.split('.').map(|part| part.parse().ok());
        let major = parts.next()??;
        // A date or a single number is no semantic version.
        let minor = parts.next()??;
        let patch = parts.next().unwrap_or(Some(0))?;
        parts.next().is_none().then_some(Semantic(major, minor, patch))
    }

    /// The part that must rise when something breaks: the minor one before 1.0.
    fn breaking_part(self) -> (u64, u64) {
        if self.0 == 0 { (0, self.1) } else { (self.0, 0) }
    }

    fn next(self, step: VersionStep) -> Self {
        match (step, self.0) {
            (VersionStep::Patch, _) | (VersionStep::Minor, 0) => Semantic(self.0, self.1, self.2 + 1),
            (VersionStep::Minor, _) | (VersionStep::Major, 0) => Semantic(self.0, self.1 + 1, 0),
            (VersionStep::Major, _) => Semantic(self.0 + 1, 0, 0),
        }
    }
}

fn both(base: Option<&str>, head: Option<&str>) -> Option<(Semantic, Semantic)> {
    Some((Semantic::parse(base?)?, Semantic::parse(head?)?))
}

/// Whether the head's version allows to break.
pub(super) fn is_new_major(base: Option<&str>, head: Option<&str>) -> bool {
    both(base, head).is_some_and(|(base, head)| head.breaking_part() > base.breaking_part())
}

/// Says once when a break ships under a version that does not tell.
pub(super) fn policy(collector: &mut Collector<'_, '_>) {
    let (base, head) = (collector.base.info.version, collector.head.info.version);
    let Some((old, new)) = both(base, head).filter(|_| collector.totals.breaking > 0) else { return };
    let kind = if base == head {
        &kinds::VERSION_NOT_BUMPED
    } else if new <= old {
        &kinds::VERSION_DECREASED
    } else if new.breaking_part() <= old.breaking_part() {
        &kinds::MAJOR_VERSION_NOT_BUMPED
    } else {
        return;
    };
    let (Some(base_node), Some(head_node)) = (collector.base.info.node, collector.head.info.node) else {
        return;
    };
    let was = base.filter(|_| base != head);
    let draft = Draft::new(kind, "the API").values(was, head).field(base_node, head_node, "version");
    collector.add(None, draft);
}

/// The step that the changes call for.
pub(super) fn suggestion(
    changes: &Changes,
    base: Option<&str>,
    head: Option<&str>,
) -> Option<VersionSuggestion> {
    let old = Semantic::parse(base?)?;
    let told = changes.all.iter().filter(|change| !change.id.contains("version"));
    let worst = told.clone().map(|change| change.impact).max()?;
    let texts_only = told.clone().all(|change| is_text(change.id));
    let step = match worst {
        Impact::Breaking => VersionStep::Major,
        _ if texts_only => VersionStep::Patch,
        _ => VersionStep::Minor,
    };
    let wanted = old.next(step);
    let met = head.and_then(Semantic::parse).is_some_and(|new| new >= wanted);
    let version = format!("{}.{}.{}", wanted.0, wanted.1, wanted.2);
    Some(VersionSuggestion { step, version, met })
}

/// Whether a change concerns texts alone.
pub(super) fn is_text(id: &str) -> bool {
    let texts = ["-description-changed", "-summary-changed", "-title-changed", "-examples-changed"];
    let docs = ["-docs-changed", "-contact-changed", "-license-changed", "-terms-of-service-changed"];
    texts.iter().chain(&docs).any(|end| id.ends_with(end))
        || id.starts_with("tag-")
        || id.starts_with("api-tag-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_step_as_semver_says() {
        let version = |text: &str| Semantic::parse(text).unwrap();
        assert_eq!(version("v1.2.3-beta").next(VersionStep::Major), Semantic(2, 0, 0));
        assert_eq!(version("1.2").next(VersionStep::Minor), Semantic(1, 3, 0));
        assert_eq!(version("0.4.1").next(VersionStep::Major), Semantic(0, 5, 0));
        assert!(Semantic::parse("2024-05-01").is_none());
        assert!(Semantic::parse("latest").is_none());
        assert!(is_new_major(Some("0.4.1"), Some("0.5.0")));
        assert!(!is_new_major(Some("1.4.1"), Some("1.5.0")));
    }
}
