//! Which thread is ours: a marker in the text and a property on the thread, and our name as author.

use super::wish::Key;
use crate::azure_devops::{Comment, Identity, Thread};

pub(super) const KEY: &str = "preview.key";
pub(super) const FINGERPRINT: &str = "preview.fingerprint";

/// Which build wrote a text: iteration and build, in the order that decides which is newer. After a push back to an
/// earlier commit the newest iteration counts, whatever the builds' numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Author {
    pub(super) iteration: u64,
    pub(super) build: u64,
}

/// The line that starts the sticky comment. Not shown by the page. It names the author, so that text and author change
/// in one write, and two builds that write at once can tell who was last.
pub(super) fn sticky(key: &Key, author: Author) -> String {
    format!("<!-- preview {key} {}.{} -->\n", author.iteration, author.build)
}

/// The line that starts a comment on a line of a file.
pub(super) fn inline(key: &Key, fingerprint: &str) -> String {
    format!("<!-- preview {key} inline {} -->\n", Key::new(fingerprint))
}

/// Who wrote a sticky comment.
pub(super) fn author(content: &str, key: &Key) -> Option<Author> {
    match read(content, key)? {
        Mark::Sticky(author) => Some(author),
        Mark::Inline(_) => None,
    }
}

/// The text below the marker.
pub(super) fn below(content: &str) -> &str {
    match content.split_once('\n') {
        Some((first, rest)) if first.trim_start_matches('\u{feff}').starts_with("<!-- preview ") => rest,
        _ => content,
    }
}

/// What a marker says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark<'a> {
    Sticky(Author),
    Inline(&'a str),
}

/// A thread that this step wrote.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ours<'a> {
    pub(super) thread: &'a Thread,
    /// The comment that is ours to edit: the thread's first.
    pub(super) comment: &'a Comment,
    /// What it is about; none for the sticky thread.
    pub(super) fingerprint: Option<&'a str>,
}

impl Ours<'_> {
    /// Whether someone else has said something in it.
    pub(super) fn has_replies(&self) -> bool {
        let own = self.comment;
        self.thread.comments.iter().any(|c| c.id != own.id && !c.is_deleted && c.author.id != own.author.id)
    }
}

/// The thread as one of ours. Not ours: deleted ones (they stay in the list), the service's own, and those that another
/// identity wrote, which we could not edit. When our identity is not known, marker and property both have to be there.
pub(super) fn ours<'a>(thread: &'a Thread, key: &Key, me: Option<&Identity>) -> Option<Ours<'a>> {
    let comment = thread.comments.iter().min_by_key(|comment| comment.id)?;
    if thread.is_deleted || comment.is_deleted || is_system(comment) {
        return None;
    }
    let by_text = read(&comment.content, key);
    let by_property = thread
        .properties
        .text(KEY)
        .filter(|text| *text == key.as_str())
        .map(|_| thread.properties.text(FINGERPRINT));
    let is_ours = match me {
        Some(me) => {
            comment.author.id.eq_ignore_ascii_case(&me.id) && (by_text.is_some() || by_property.is_some())
        }
        None => by_text.is_some() && by_property.is_some(),
    };
    let by_text = by_text.map(|mark| match mark {
        Mark::Sticky(_) => None,
        Mark::Inline(fingerprint) => Some(fingerprint),
    });
    let fingerprint = by_property.or(by_text)?;
    is_ours.then_some(Ours { thread, comment, fingerprint })
}

/// What a deleted thread on a line was about: someone did not want it.
pub(super) fn deleted<'a>(thread: &'a Thread, key: &Key) -> Option<&'a str> {
    let first = thread.comments.iter().min_by_key(|comment| comment.id);
    let is_gone = thread.is_deleted || first.is_some_and(|comment| comment.is_deleted);
    let is_ours = thread.properties.text(KEY) == Some(key.as_str());
    thread.properties.text(FINGERPRINT).filter(|_| is_gone && is_ours)
}

fn is_system(comment: &Comment) -> bool {
    comment.comment_type == crate::azure_devops::CommentType::System
}

/// Reads the marker of a text.
fn read<'a>(content: &'a str, key: &Key) -> Option<Mark<'a>> {
    let first = content.trim_start_matches('\u{feff}').lines().next()?;
    let inner = first.trim().strip_prefix("<!-- preview ")?.strip_suffix(" -->")?;
    let mut words = inner.split(' ');
    if words.next() != Some(key.as_str()) {
        return None;
    }
    match (words.next()?, words.next(), words.next()) {
        ("inline", Some(fingerprint), None) => Some(Mark::Inline(fingerprint)),
        (author, None, None) => {
            let (iteration, build) = author.split_once('.')?;
            Some(Mark::Sticky(Author { iteration: iteration.parse().ok()?, build: build.parse().ok()? }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_is_read_back() {
        let key = Key::new("12/api docs");
        let written = Author { iteration: 3, build: 4711 };
        let sticky = sticky(&key, written) + "### text";
        let inline = inline(&key, "ab12") + "text";
        assert_eq!((author(&sticky, &key), below(&sticky)), (Some(written), "### text"));
        assert_eq!((read(&inline, &key), author(&inline, &key)), (Some(Mark::Inline("ab12")), None));
        assert_eq!(read(&sticky, &Key::new("12")), None);
        assert_eq!(read("quoting `<!-- preview 12 3.4711 -->`", &Key::new("12")), None);
        assert_eq!(below("no marker\nhere"), "no marker\nhere");
        assert_eq!(read("", &key), None);
    }
}
