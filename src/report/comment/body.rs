//! Puts the comment together: first lines, reasons, lists, foot.

use super::budget::{AIM, Budget, LIMIT, units};
use super::entry::has_ids;
use super::headline::{TITLE, headline, links, not_accepted, sentence};
use super::input::{Comment, CommentApi, Comparison, Failure};
use super::sections::{details, open_lists};
use super::table::table;
use crate::diff::Impact;
use crate::record::{Outcome, Timestamp};
use crate::report::markup::{code, message, text};

/// Characters of a reason.
const REASON: usize = 600;
/// Notes and reasons that are told.
const MOST_NOTES: usize = 10;

/// The comment as Markdown, without any marker: at most 150,000 UTF-16 units, and about 20,000 when there is much to say.
/// The outcome and the link stand in the first two lines that are not empty.
pub(crate) fn body(comment: &Comment<'_>) -> String {
    let head = format!("{}\n\n{}\n\n", headline(comment), links(comment));
    let foot = foot(comment);
    let reasons = reasons(comment);
    let used = units(&head) + units(&foot) + units(&reasons);
    // Titles of lists and lines like "12 more" are taken from this reserve.
    let mut budget = Budget::new(AIM.saturating_sub(used + 1_000));
    let mut middle = String::new();
    match comment.apis.as_slice() {
        [] => {}
        [api] => {
            if comment.outcome == Outcome::Passed && comment.crash.is_none() {
                let sentence = sentence(api);
                if !sentence.trim().is_empty() {
                    middle.push_str(&format!("{}\n\n", sentence.trim()));
                }
            }
            open_lists(comment, api, "", &mut budget, &mut middle);
            details(comment, api, "", &mut budget, &mut middle);
        }
        apis => {
            table(apis, &mut budget, &mut middle);
            let mut worst: Vec<&CommentApi<'_>> = apis.iter().collect();
            worst.sort_by_key(|api| api.passes);
            for api in &worst {
                let name = format!(" in {}", text(api.title, TITLE));
                open_lists(comment, api, &name, &mut budget, &mut middle);
            }
            for api in &worst {
                details(comment, api, &format!("{}: ", api.title), &mut budget, &mut middle);
            }
        }
    }
    let body = format!("{head}{reasons}{middle}{foot}");
    if units(&body) <= LIMIT { body } else { format!("{head}{foot}") }
}

/// What did not work, before all else that is said.
fn reasons(comment: &Comment<'_>) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    if let Some(crash) = &comment.crash {
        paragraphs.push(format!(
            "**A fault of preview, not of this pull request:** {}. Run the build again; when it comes back, report it with the log.",
            message(crash, REASON)
        ));
    }
    if let Some(failure) = &comment.stopped {
        paragraphs.push(paragraph("Stopped", failure));
    }
    for reason in comment.reasons.iter().take(MOST_NOTES) {
        paragraphs.push(format!("**Fails:** {}", message(reason, REASON)));
    }
    if let Some(failure) = &comment.publish_failure {
        paragraphs.push(paragraph("Not published", failure));
    }
    paragraphs.extend(by_failure(comment, "Not rendered", |api| api.render_failure.as_ref()));
    paragraphs.extend(by_failure(comment, "Not compared with the base", |api| match &api.comparison {
        Comparison::Missing(failure) => Some(failure),
        _ => None,
    }));
    paragraphs.extend(comment.not_done.iter().take(MOST_NOTES).map(|failure| paragraph("Not done", failure)));
    paragraphs.extend(comment.notes.iter().take(MOST_NOTES).map(|note| with_full_stop(note)));
    paragraphs.iter().map(|paragraph| format!("{paragraph}\n\n")).collect()
}

/// One paragraph for each failure; APIs that fail alike are named together.
fn by_failure<'c>(
    comment: &'c Comment<'_>,
    title: &str,
    failure_of: impl Fn(&'c CommentApi<'_>) -> Option<&'c Failure>,
) -> Vec<String> {
    let mut alike: Vec<(&Failure, Vec<&str>)> = Vec::new();
    let mut untold = 0;
    for api in &comment.apis {
        let Some(failure) = failure_of(api) else { continue };
        if let Some((_, titles)) = alike.iter_mut().find(|(known, _)| *known == failure) {
            titles.push(api.title);
        } else if alike.len() < MOST_NOTES {
            alike.push((failure, vec![api.title]));
        } else {
            untold += 1;
        }
    }
    let rest = (untold > 0).then(|| format!("**{title}:** {untold} more APIs, see the build log."));
    alike
        .into_iter()
        .map(|(failure, titles)| {
            if titles.len() == comment.apis.len() {
                return paragraph(title, failure);
            }
            let names: Vec<String> = titles.iter().take(3).map(|title| text(title, TITLE)).collect();
            let more = match titles.len().saturating_sub(names.len()) {
                0 => String::new(),
                count => format!(" and {count} more"),
            };
            paragraph(&format!("{title} ({}{more})", names.join(", ")), failure)
        })
        .chain(rest)
        .collect()
}

fn paragraph(title: &str, failure: &Failure) -> String {
    let mut paragraph = format!("**{title}:** {}", with_full_stop(&failure.reason));
    if let Some(next) = &failure.next {
        paragraph.push(' ');
        let mut letters = next.chars();
        let first = letters.next().map(|first| first.to_uppercase().collect::<String>());
        paragraph.push_str(&with_full_stop(&format!("{}{}", first.unwrap_or_default(), letters.as_str())));
    }
    paragraph
}

/// With a full stop, where there is none.
fn with_full_stop(text: &str) -> String {
    let text = text.trim_end_matches('.');
    let end = if text.ends_with(['?', '!']) { "" } else { "." };
    format!("{}{end}", message(text, REASON))
}

/// How to let a breaking change pass, and what was built when.
fn foot(comment: &Comment<'_>) -> String {
    let subject = &comment.subject;
    let mut foot = String::new();
    let gate = comment.gate.changes;
    let has_open = |impact| comment.apis.iter().any(|api| not_accepted(api, impact) > 0);
    let fails_by_change = gate.is_some_and(|least| {
        [Impact::Breaking, Impact::Risky].into_iter().any(|impact| impact >= least && has_open(impact))
    });
    if fails_by_change && let Some(file) = &subject.approved_file {
        let file = code(file, 160);
        foot.push_str(&match has_ids(comment) {
            true => format!(
                "To accept a change, someone other than the author replies `accept ID: reason` with the ID at its \
                 end; or record it in {file}.\n\n"
            ),
            false => format!("To accept changes, record them in {file}.\n\n"),
        });
    }
    let mut parts = Vec::new();
    let short = |commit: &str| code(&commit.chars().take(7).collect::<String>(), 7);
    let branch = subject.base_branch.as_deref().map(|branch| format!("{} ", text(branch, 80)));
    // A base that nothing was compared with is not what this stands against.
    let is_told = |api: &CommentApi<'_>| matches!(api.comparison, Comparison::Compared(_) | Comparison::New);
    let is_against = comment.apis.is_empty() || comment.apis.iter().any(is_told);
    let base = subject.base_commit.as_ref().filter(|_| is_against);
    match (&subject.commit, base) {
        (Some(commit), Some(base)) => {
            let branch = branch.unwrap_or_default();
            parts.push(format!("{} against {branch}{}", short(commit), short(base)));
        }
        (Some(commit), None) => parts.push(short(commit)),
        (None, Some(base)) => parts.push(format!("against {}{}", branch.unwrap_or_default(), short(base))),
        (None, None) => {}
    }
    parts.extend(subject.iteration.map(|iteration| format!("iteration {iteration}")));
    parts.extend(subject.build.as_deref().map(|build| format!("build {}", text(build, 40))));
    parts.extend(subject.seconds.map(duration));
    parts.extend(subject.finished.map(minute));
    parts.extend(
        comment.links.expires.map(|expires| format!("the link to the preview works until {}", day(expires))),
    );
    foot.push_str(&parts.join(" · "));
    foot.push('\n');
    foot
}

fn duration(seconds: u64) -> String {
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min {} s", seconds / 60, seconds % 60) }
}

/// `2026-01-05 09:30 UTC`.
fn minute(moment: Timestamp) -> String {
    let text = moment.to_string();
    format!("{} UTC", text.get(..16).unwrap_or(&text).replace('T', " "))
}

fn day(moment: Timestamp) -> String {
    let text = moment.to_string();
    text.get(..10).unwrap_or(&text).to_owned()
}
