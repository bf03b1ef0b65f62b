//! Replies that accept a breaking change: `accept: reason` in the thread on its line, or `accept <fingerprint>: reason` in
//! the sticky thread.

use super::marker::{self, Ours};
use super::wish::Key;
use crate::azure_devops::{Comment, Identity, IdentityRef, Thread};

/// A person's acceptance. Whether that person may accept is for the caller to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Acceptance {
    /// The change's fingerprint, or the start of it as it stands in the comment.
    pub(crate) fingerprint: String,
    /// One line.
    pub(crate) reason: String,
    pub(crate) by: IdentityRef,
    pub(crate) thread: u64,
    pub(crate) comment: u64,
    /// RFC 3339, UTC, as the service gave it.
    pub(crate) date: String,
}

/// The shortest start of a fingerprint that names a change.
const SHORTEST_FINGERPRINT: usize = 6;

/// The acceptances in our threads, oldest thread first. The author of the pull request and we ourselves can't accept.
pub(super) fn acceptances(
    threads: &[Thread],
    key: &Key,
    me: Option<&Identity>,
    author: &IdentityRef,
) -> Vec<Acceptance> {
    let mut ours: Vec<Ours<'_>> = threads.iter().filter_map(|thread| marker::ours(thread, key, me)).collect();
    ours.sort_by_key(|ours| ours.thread.id);
    let may_speak = |comment: &Comment| {
        let is_other = |id: &str| !comment.author.id.eq_ignore_ascii_case(id);
        !comment.is_deleted && is_other(&author.id) && !comment.author.id.is_empty()
    };
    ours.iter()
        .flat_map(|ours| {
            let replies = ours.thread.comments.iter().filter(|comment| {
                may_speak(comment) && !comment.author.id.eq_ignore_ascii_case(&ours.comment.author.id)
            });
            replies.flat_map(move |comment| read(ours, comment))
        })
        .collect()
}

fn read(ours: &Ours<'_>, comment: &Comment) -> Vec<Acceptance> {
    let accepted = comment.content.lines().filter_map(line).filter_map(|(named, reason)| {
        let fingerprint = named.or(ours.fingerprint)?.to_ascii_lowercase();
        Some(Acceptance {
            fingerprint,
            reason: reason.to_owned(),
            by: comment.author.clone(),
            thread: ours.thread.id,
            comment: comment.id,
            date: comment.published_date.clone(),
        })
    });
    accepted.collect()
}

/// `accept: reason` or `accept 1a2b3c4d: reason`, in any case. A reason is needed.
pub(super) fn line(line: &str) -> Option<(Option<&str>, &str)> {
    let (head, reason) = line.trim().split_once(':')?;
    let reason = reason.trim();
    let mut words = head.split_whitespace();
    if reason.is_empty() || !words.next()?.eq_ignore_ascii_case("accept") {
        return None;
    }
    let named = words.next().map(|word| word.trim_matches('`'));
    let is_fingerprint =
        |word: &str| word.len() >= SHORTEST_FINGERPRINT && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    match (named, words.next()) {
        (None, None) => Some((None, reason)),
        (Some(word), None) if is_fingerprint(word) => Some((Some(word), reason)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_as_an_acceptance() {
        let cases = [
            ("accept: agreed with the mobile team", Some((None, "agreed with the mobile team"))),
            ("  Accept : v2 only", Some((None, "v2 only"))),
            ("accept `1a2b3c4d`: unused", Some((Some("1a2b3c4d"), "unused"))),
            ("accept 1A2B3C4D: unused", Some((Some("1A2B3C4D"), "unused"))),
            ("accept:", None),
            ("accept", None),
            ("I accept: no", None),
            ("accept this one: no", None),
            ("accept xyz: no", None),
            ("accepted: no", None),
        ];
        for (text, expected) in cases {
            assert_eq!(line(text), expected, "{text}");
        }
    }
}
