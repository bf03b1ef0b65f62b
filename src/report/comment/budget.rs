//! How much text is left. Entries are taken whole or not at all.

/// The length that is aimed at, in UTF-16 units: the whole text is loaded and mailed.
pub(super) const AIM: usize = 20_000;

/// The server refuses a longer comment, in UTF-16 units.
pub(super) const LIMIT: usize = 150_000;

/// The length of a text in the units that the server counts.
pub(super) fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// A share of the comment.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
}

impl Budget {
    pub(super) fn new(units: usize) -> Self {
        Budget { left: units }
    }

    /// Takes room for a text; `false` when there is none, and nothing is taken.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let wanted = units(text);
        let fits = wanted <= self.left;
        if fits {
            self.left -= wanted;
        }
        fits
    }

    /// Takes a part of what is left, in percent, for one section.
    pub(super) fn share(&mut self, percent: usize) -> Budget {
        let share = self.left * percent / 100;
        self.left -= share;
        Budget { left: share }
    }

    /// Gives back what a section did not use.
    pub(super) fn give_back(&mut self, rest: Budget) {
        self.left += rest.left;
    }
}
