//! The first lines: what came out, in one line; the links; for a build that passes, the numbers in a sentence.

use super::entry::{Approved, causes};
use super::input::{Comment, CommentApi, Comparison};
use crate::diff::{ChangeTotals, Impact};
use crate::problem::{ProblemTotals, Severity};
use crate::record::Outcome;
use crate::report::findings::{counts, number, plural};
use crate::report::markup::{link, text};

/// Characters of a title.
pub(super) const TITLE: usize = 100;

/// `### ❌ Skerry Ferries API: 2 breaking changes, 1 error`.
pub(super) fn headline(comment: &Comment<'_>) -> String {
    if comment.crash.is_some() {
        return "### ⚠️ preview stopped by a fault of its own; this says nothing about the definitions"
            .to_owned();
    }
    let failed = comment.outcome == Outcome::Failed;
    match comment.apis.as_slice() {
        [] if failed => "### ❌ No API could be checked".to_owned(),
        [] => "### ✅ No API definitions found".to_owned(),
        [api] => one_api(comment, api),
        apis => many_apis(comment, apis, failed),
    }
}

fn one_api(comment: &Comment<'_>, api: &CommentApi<'_>) -> String {
    let title = text(api.title, TITLE);
    if comment.outcome == Outcome::Failed {
        let reasons = reasons(comment, api);
        return match reasons.is_empty() {
            true => format!("### ❌ {title} does not pass"),
            false => format!("### ❌ {title}: {reasons}"),
        };
    }
    if comment.publish_failure.is_some() {
        return format!("### ⚠️ {title} passes, but its preview could not be published");
    }
    if api.render_failure.is_some() {
        return format!("### ⚠️ {title} passes, but could not be rendered");
    }
    if matches!(api.comparison, Comparison::Missing(_)) {
        return format!("### ⚠️ {title} passes, but was not compared with the base");
    }
    match (breaking(api), not_accepted(api, Impact::Breaking)) {
        (0, _) => format!("### ✅ {title} is ready to read"),
        (count, 0) => format!("### ✅ {title} passes with {}", plural(count, "accepted breaking change")),
        (count, _) => format!("### ✅ {title} passes with {}", plural(count, "breaking change")),
    }
}

fn many_apis(comment: &Comment<'_>, apis: &[CommentApi<'_>], failed: bool) -> String {
    let failing = apis.iter().filter(|api| !api.passes).count();
    let total = number(apis.len());
    if failed {
        return match failing {
            0 => format!("### ❌ The {total} APIs do not pass together"),
            count if count == apis.len() => format!("### ❌ None of the {total} APIs passes"),
            1 => format!("### ❌ 1 of {total} APIs does not pass"),
            count => format!("### ❌ {} of {total} APIs do not pass", number(count)),
        };
    }
    if comment.publish_failure.is_some() {
        return format!("### ⚠️ All {total} APIs pass, but their preview could not be published");
    }
    if apis.iter().any(|api| api.render_failure.is_some()) {
        return format!("### ⚠️ All {total} APIs pass, but not all could be rendered");
    }
    if apis.iter().any(|api| matches!(api.comparison, Comparison::Missing(_))) {
        return format!("### ⚠️ All {total} APIs pass, but not all were compared with the base");
    }
    format!("### ✅ All {total} APIs are ready to read")
}

/// What an API fails for, as counts.
fn reasons(comment: &Comment<'_>, api: &CommentApi<'_>) -> String {
    let gate = comment.gate;
    let mut parts = Vec::new();
    for (impact, word) in [(Impact::Breaking, "breaking change"), (Impact::Risky, "risky change")] {
        if gate.changes.is_some_and(|least| impact >= least)
            && let Comparison::Compared(changes) = &api.comparison
            && let open = causes(changes, impact, Approved::No)
            && open.changes > 0
        {
            parts.push(open.counted(word));
        }
    }
    let counted = match (gate.new_only, api.new_totals) {
        (true, Some(new)) => new,
        _ => api.totals,
    };
    let word = if gate.new_only && api.new_totals.is_some() { "new " } else { "" };
    for (severity, count, name) in [
        (Severity::Error, counted.error, "error"),
        (Severity::Warning, counted.warning, "warning"),
        (Severity::Info, counted.info, "note"),
    ] {
        if gate.problems.is_some_and(|least| severity >= least) && count > 0 {
            parts.push(plural(count, &format!("{word}{name}")));
        }
    }
    parts.join(", ")
}

/// The changes of an impact that nobody accepted.
pub(super) fn not_accepted(api: &CommentApi<'_>, impact: Impact) -> usize {
    let Comparison::Compared(changes) = &api.comparison else { return 0 };
    let (all, approved) = (&changes.totals, &changes.approved);
    match impact {
        Impact::Breaking => all.breaking.saturating_sub(approved.breaking),
        Impact::Risky => all.risky.saturating_sub(approved.risky),
        Impact::Compatible => all.compatible.saturating_sub(approved.compatible),
    }
}

fn breaking(api: &CommentApi<'_>) -> usize {
    match &api.comparison {
        Comparison::Compared(changes) => changes.totals.breaking,
        _ => 0,
    }
}

fn has_changes(api: &CommentApi<'_>) -> bool {
    matches!(&api.comparison, Comparison::Compared(changes) if changes.totals != ChangeTotals::default())
}

/// `**[Open the preview](…)**, [changes](…), [problems](…), [build log](…)`.
pub(super) fn links(comment: &Comment<'_>) -> String {
    let mut parts = Vec::new();
    let preview = match (&comment.links.preview, &comment.links.artifact) {
        (Some(preview), _) => link("Open the preview", Some(preview)),
        (None, Some(artifact)) => link("Download the preview", Some(artifact)),
        (None, None) => no_preview(comment).to_owned(),
    };
    parts.push(format!("**{preview}**"));
    if let [api] = comment.apis.as_slice() {
        if has_changes(api) && api.changes_page.is_some() {
            parts.push(link("changes", api.changes_page.as_deref()));
        }
        if !api.problems.is_empty() && api.problems_page.is_some() {
            parts.push(link("problems", api.problems_page.as_deref()));
        }
    }
    if comment.links.log.is_some() {
        parts.push(link("build log", comment.links.log.as_deref()));
    }
    parts.join(", ")
}

fn no_preview(comment: &Comment<'_>) -> &'static str {
    if comment.publish_failure.is_some() {
        "The preview is not online"
    } else if comment.apis.iter().any(|api| api.render_failure.is_some()) {
        "There is no preview"
    } else {
        "No preview was published"
    }
}

/// `No breaking changes, 6 compatible. No new problems; 2 warnings were there before. 1 problem fixed.`
pub(super) fn sentence(api: &CommentApi<'_>) -> String {
    let changes = match &api.comparison {
        Comparison::Compared(changes) => said_changes(changes.totals),
        Comparison::New => "A new API: nothing to compare with. ".to_owned(),
        Comparison::Missing(_) | Comparison::NotAsked => String::new(),
    };
    let problems = match (api.new_totals, counts(api.totals)) {
        (_, all) if all.is_empty() => "No problems.".to_owned(),
        // All of them are new with it.
        (Some(_), all) if api.comparison == Comparison::New => format!("{all}."),
        // The title of the folded list says it.
        (None, _) => String::new(),
        (Some(new), _) => said_problems(api.totals, new),
    };
    let fixed = match api.fixed.len() {
        0 => String::new(),
        fixed => format!(" {} fixed.", plural(fixed, "problem")),
    };
    format!("{changes}{problems}{fixed}")
}

fn said_changes(totals: ChangeTotals) -> String {
    if totals == ChangeTotals::default() {
        return "No changes. ".to_owned();
    }
    let mut parts = vec![match totals.breaking {
        0 => "No breaking changes".to_owned(),
        count => plural(count, "breaking change"),
    }];
    if totals.risky > 0 {
        parts.push(format!("{} risky", number(totals.risky)));
    }
    if totals.compatible > 0 {
        parts.push(format!("{} compatible", number(totals.compatible)));
    }
    format!("{}. ", parts.join(", "))
}

fn said_problems(all: ProblemTotals, new: ProblemTotals) -> String {
    let before = ProblemTotals {
        error: all.error.saturating_sub(new.error),
        warning: all.warning.saturating_sub(new.warning),
        info: all.info.saturating_sub(new.info),
        ignored: 0,
    };
    let fresh = match counts(new) {
        none if none.is_empty() => "No new problems".to_owned(),
        some => format!("New: {some}"),
    };
    match (counts(before), before.error + before.warning + before.info) {
        (_, 0) => format!("{fresh}."),
        (some, 1) => format!("{fresh}; {some} was there before."),
        (some, _) => format!("{fresh}; {some} were there before."),
    }
}
