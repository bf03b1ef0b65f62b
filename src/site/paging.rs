//! The pages that list all changes and all problems: one each where they are few, several where they are many, so that
//! a page stays quick to open however many there are. On which page something stands is known before any page is made.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::marks::Marks;
use super::view::Linked;
use super::words::Words;
use crate::diff::Impact;
use crate::problem::{ApiProblem, Severity};

/// The most elements that the entries of one page take, by estimate.
const MAX_ELEMENTS: usize = 4_500;
/// What a change takes: an item, its message, its line of links, a share of a heading.
const OF_CHANGE: usize = 11;
/// What an operation takes that an edit changes too.
const OF_ALSO: usize = 1;
/// What before and after take.
const OF_REWRITE: usize = 8;
/// What a problem takes, with the five lines of its source.
const OF_PROBLEM: usize = 32;

/// On which of several pages each entry of a list stands.
#[derive(Debug)]
pub(in crate::site) struct Paging {
    /// `changes`: what the addresses of the pages and, without its last letter, the anchors begin with.
    stem: &'static str,
    /// The page of each entry, by its index; pages count from zero.
    of: Vec<usize>,
    /// How many pages.
    count: usize,
}

/// The links from one page of a list to those beside it.
#[derive(Debug, Default, Clone, Serialize)]
pub(in crate::site) struct Turn {
    /// `Page 2 of 9`; `None` where there is but one.
    pub(in crate::site) here: Option<String>,
    /// The page before.
    pub(in crate::site) previous: Option<Linked>,
    /// The page after.
    pub(in crate::site) next: Option<Linked>,
}

impl Paging {
    /// The pages of changes: the strongest impact first. A change that an earlier one's edit makes too stands with that.
    pub(in crate::site) fn of_changes(marks: &Marks<'_>) -> Self {
        let mut pages = Pages::new("changes", marks.changes.len());
        for impact in [Impact::Breaking, Impact::Risky, Impact::Compatible] {
            let mut first: FxHashMap<(u32, &str), usize> = FxHashMap::default();
            for (index, change) in marks.changes.iter().enumerate().filter(|(_, one)| one.impact == impact) {
                let key = (change.cause, change.id);
                let known = first.get(&key).filter(|other| marks.owner(**other) != marks.owner(index));
                match known {
                    Some(other) => pages.beside(index, *other, OF_ALSO),
                    None => {
                        first.entry(key).or_insert(index);
                        let rewritten = super::rewrite::rewrite(change).is_some();
                        pages.put(index, OF_CHANGE + if rewritten { OF_REWRITE } else { 0 });
                    }
                }
            }
        }
        pages.finish()
    }

    /// The pages of problems: the gravest first.
    pub(in crate::site) fn of_problems(problems: &[ApiProblem]) -> Self {
        let mut pages = Pages::new("problems", problems.len());
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            let some = problems.iter().enumerate().filter(|(_, one)| one.problem.severity == severity);
            some.for_each(|(index, _)| pages.put(index, OF_PROBLEM));
        }
        pages.finish()
    }

    /// How many pages there are, at least one.
    pub(in crate::site) fn count(&self) -> usize {
        self.count
    }

    /// The first of the pages, where an address is that of one of them.
    pub(in crate::site) fn first_of(&self, address: &str) -> Option<String> {
        let number = address.strip_prefix(self.stem)?.strip_prefix('-')?.strip_suffix(".html")?;
        number.parse().is_ok_and(|number: usize| (2..=self.count).contains(&number)).then(|| self.address(0))
    }

    /// Whether an entry stands on a page.
    pub(in crate::site) fn is_on(&self, index: usize, page: usize) -> bool {
        self.of.get(index) == Some(&page)
    }

    /// The address of a page: `changes.html`, `changes-2.html`.
    pub(in crate::site) fn address(&self, page: usize) -> String {
        match page {
            0 => format!("{}.html", self.stem),
            _ => format!("{}-{}.html", self.stem, page + 1),
        }
    }

    /// The address of the page of an entry.
    pub(in crate::site) fn address_of(&self, index: usize) -> String {
        self.address(self.of.get(index).copied().unwrap_or_default())
    }

    /// The anchor of an entry: `change-17`.
    pub(in crate::site) fn anchor(&self, index: usize) -> String {
        format!("{}-{}", self.stem.trim_end_matches('s'), index + 1)
    }

    /// The address of an entry: `changes-2.html#change-317`.
    pub(in crate::site) fn entry(&self, index: usize) -> String {
        format!("{}#{}", self.address_of(index), self.anchor(index))
    }

    /// The same as a page of the list links to it, without the page's own name.
    pub(in crate::site) fn entry_from(&self, page: usize, index: usize) -> String {
        if self.is_on(index, page) { format!("#{}", self.anchor(index)) } else { self.entry(index) }
    }

    /// The links of a page to those beside it.
    pub(in crate::site) fn turn(&self, page: usize, words: &Words) -> Turn {
        if self.count < 2 {
            return Turn::default();
        }
        let name =
            |page: usize| words.fill("page_of_pages", &[&(page + 1).to_string(), &self.count.to_string()]);
        let link = |page: usize| Linked::to(name(page), Some(self.address(page)));
        Turn {
            here: Some(name(page)),
            previous: page.checked_sub(1).map(link),
            next: Some(page + 1).filter(|next| *next < self.count).map(link),
        }
    }
}

/// Pages that are being filled, one after the other.
struct Pages {
    paging: Paging,
    elements: usize,
}

impl Pages {
    fn new(stem: &'static str, entries: usize) -> Self {
        Pages { paging: Paging { stem, of: vec![0; entries], count: 1 }, elements: 0 }
    }

    /// Puts an entry on the page at hand, or on a new one where that is full.
    fn put(&mut self, index: usize, elements: usize) {
        if self.elements + elements > MAX_ELEMENTS {
            self.paging.count += 1;
            self.elements = 0;
        }
        self.elements += elements;
        self.paging.of[index] = self.paging.count - 1;
    }

    /// Puts an entry on the page of another.
    fn beside(&mut self, index: usize, other: usize, elements: usize) {
        self.elements += elements;
        self.paging.of[index] = self.paging.of[other];
    }

    fn finish(self) -> Paging {
        self.paging
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paging(elements: &[usize]) -> Paging {
        let mut pages = Pages::new("changes", elements.len());
        elements.iter().enumerate().for_each(|(index, elements)| pages.put(index, *elements));
        pages.finish()
    }

    #[test]
    fn a_page_takes_what_it_has_room_for() {
        let paging = paging(&[3_000, 1_000, 1_000, 9_000, 1]);
        assert_eq!(paging.of, [0, 0, 1, 2, 3]);
        assert_eq!(paging.entry(0), "changes.html#change-1");
        assert_eq!(paging.entry(3), "changes-3.html#change-4");
        assert_eq!(paging.entry_from(2, 3), "#change-4");
        assert_eq!(paging.first_of("changes-4.html").as_deref(), Some("changes.html"));
        assert_eq!(paging.first_of("changes-5.html").or(paging.first_of("problems-2.html")), None);
    }

    #[test]
    fn pages_lead_to_those_beside_them() {
        let words = Words::of("en");
        let turn = paging(&[4_000, 4_000, 4_000]).turn(1, &words);
        assert_eq!(turn.here.as_deref(), Some("Page 2 of 3"));
        let [previous, next] = [turn.previous, turn.next].map(|link| link.and_then(|link| link.href));
        assert_eq!((previous.as_deref(), next.as_deref()), (Some("changes.html"), Some("changes-3.html")));
        let alone = paging(&[1]).turn(0, &words);
        assert!(alone.here.is_none() && alone.previous.is_none() && alone.next.is_none());
    }
}
