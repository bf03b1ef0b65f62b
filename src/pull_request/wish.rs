//! What a build wants the pull request to say.

use std::fmt;

use crate::azure_devops::{FilePosition, StatusState};

/// Everything that one `preview` step says on a pull request.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    /// Which step speaks; each key has a thread of its own.
    pub(crate) key: Key,
    /// The comment, Markdown, without any marker.
    pub(crate) body: String,
    /// Whether the thread is open.
    pub(crate) outcome: Outcome,
    /// What keeps it open, one stable text each (such as fingerprints): a thread that a person closed is not opened
    /// again for reasons it was open for already. Never shown.
    pub(crate) reasons: Vec<String>,
    /// Whether to comment at all.
    pub(crate) when: When,
    pub(crate) statuses: Vec<StatusWish>,
    /// Everything that has a thread on a line, most important first. `None` when that is not known in this build
    /// (validation could not run): threads that are there are left alone then.
    pub(crate) inline: Option<Vec<InlineWish>>,
    /// How many threads on lines there are at most for what stands in `inline`.
    pub(crate) inline_limit: usize,
}

/// Which build speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Build {
    /// `BUILD_BUILDID`; later builds have higher numbers.
    pub(crate) id: u64,
    /// The author's commit (`SYSTEM_PULLREQUEST_SOURCECOMMITID`), not the merge that was built. Empty when not known.
    pub(crate) commit: String,
}

/// How the build ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing to do for anyone: the thread is closed.
    Passed,
    /// Someone has to do something: the thread is active.
    Failed,
}

/// `comment.when` of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Always,
    /// No new thread for a build that passes; a thread that is there is brought up to date and closed.
    OnFailure,
    /// Threads are not touched; statuses are posted.
    Never,
}

/// One status, `preview/<name>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatusWish {
    /// `validation`, `changes` or `docs`.
    pub(crate) name: String,
    pub(crate) state: StatusState,
    /// One line.
    pub(crate) description: String,
    /// The page that explains it.
    pub(crate) target_url: Option<String>,
}

/// A thread on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InlineWish {
    /// What it is about: one thread each, over all builds.
    pub(crate) fingerprint: String,
    pub(crate) place: Place,
    /// Markdown, without any marker.
    pub(crate) body: String,
    pub(crate) weight: Weight,
}

/// Where on the new side of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Relative to the repository's root.
    pub(crate) path: String,
    /// First character; see [`super::utf16_column`] for the column.
    pub(crate) start: FilePosition,
    /// Last character or the one behind it: the page shows no difference.
    pub(crate) end: FilePosition,
}

/// Whether a thread on a line holds up the pull request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// It counts for the outcome: the thread is active.
    Failing,
    /// It is told but does not count: the thread is closed from the start, so that a policy on comments passes.
    Advisory,
}

/// Names the step whose thread it is, so that several pipelines and several steps keep apart. Printable and safe inside
/// an HTML comment: other characters are written as `~` and two hexadecimal digits per byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key(String);

/// The longest key, in bytes, before it is shortened to its hash.
const LONGEST_KEY: usize = 120;

impl Key {
    /// Makes a key of any text, such as the pipeline's id and the configuration's path.
    pub(crate) fn new(text: &str) -> Self {
        let mut key = String::with_capacity(text.len());
        for byte in text.bytes() {
            // Two hyphens end an HTML comment's text in strict readers.
            let plain = byte.is_ascii_alphanumeric()
                || b"._/:".contains(&byte)
                || (byte == b'-' && !key.ends_with('-'));
            if plain {
                key.push(char::from(byte));
            } else {
                key.push_str(&format!("~{byte:02x}"));
            }
        }
        if key.len() > LONGEST_KEY {
            key = blake3::hash(text.as_bytes()).to_hex()[..32].to_owned();
        }
        Key(key)
    }

    /// The key's text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn keys_are_safe_in_a_comment_and_stay_apart() {
        assert_eq!(Key::new("12/preview.yaml").as_str(), "12/preview.yaml");
        assert_eq!(Key::new("a b").as_str(), "a~20b");
        assert_ne!(Key::new("a b"), Key::new("a~20b"));
        for hostile in ["-->", "a--b", "x --> <img src=y>", "@<guid>", "a\nb"] {
            let key = Key::new(hostile);
            assert!(!key.as_str().contains("--"), "{key}");
            assert!(!key.as_str().contains(['>', '<', '\n', ' ']), "{key}");
        }
        assert_eq!(Key::new(&"long".repeat(100)).as_str().len(), 32);
    }
}
