//! What did not work, though it is no fault of the definitions.

use super::super::console::Console;

/// One thing that could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Hindrance {
    /// In one line.
    pub(in crate::cli) what: String,
    /// What to do about it.
    pub(in crate::cli) hints: Vec<String>,
    told: Told,
}

/// Where the comment tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// In its list of things that were not done.
    Listed,
    /// In a place of its own.
    Apart,
}

/// All of a run, in the order in which they happened.
#[derive(Debug, Default)]
pub(in crate::cli) struct Hindrances {
    list: Vec<Hindrance>,
    notes: Vec<String>,
}

impl Hindrances {
    /// Tells of one at once, and remembers it for the exit code and the comment.
    pub(in crate::cli) fn add(&mut self, console: &mut Console, what: String, hints: Vec<String>) {
        self.tell(console, Hindrance { what, hints, told: Told::Listed });
    }

    /// The same for one that the comment has a place of its own for.
    pub(in crate::cli) fn add_apart(&mut self, console: &mut Console, what: String, hints: Vec<String>) {
        self.tell(console, Hindrance { what, hints, told: Told::Apart });
    }

    /// Tells of something that is as it should be, but good to know: it changes no exit code.
    pub(in crate::cli) fn note(&mut self, console: &mut Console, text: &str) {
        console.note(text);
        self.notes.push(text.to_owned());
    }

    /// What is good to know.
    pub(in crate::cli) fn notes(&self) -> &[String] {
        &self.notes
    }

    fn tell(&mut self, console: &mut Console, hindrance: Hindrance) {
        console.warning(&hindrance.what);
        for hint in &hindrance.hints {
            console.say_hint(hint);
        }
        self.list.push(hindrance);
    }

    /// Whether everything could be done.
    pub(in crate::cli) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them.
    pub(in crate::cli) fn all(&self) -> &[Hindrance] {
        &self.list
    }

    /// Those that the comment lists.
    pub(in crate::cli) fn listed(&self) -> impl Iterator<Item = &Hindrance> {
        self.list.iter().filter(|hindrance| hindrance.told == Told::Listed)
    }
}
