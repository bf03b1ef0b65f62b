//! Takes what the comparison finds, judges and words it, and keeps it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::api::Api;
use crate::document::{Location, Node, Place};

use super::change::{Change, ChangeKind, ChangeTotals, Impact};
use super::impact::{self, Judge};
use super::kind::{Kind, Row, row};
use super::options::{DiffOptions, Preset};
use super::words;

/// Most changes that are kept; all are counted.
const MOST: usize = 250_000;

/// A thing in one version and the part of it that the change is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'a> {
    /// The thing, for marks on pages.
    pub(super) thing: Node<'a>,
    /// The exact place.
    pub(super) at: Node<'a>,
}

impl<'a> Spot<'a> {
    /// The thing itself.
    pub(super) fn of(thing: Node<'a>) -> Self {
        Spot { thing, at: thing }
    }

    /// A keyword of the thing, or the thing where it is missing.
    pub(super) fn field(thing: Node<'a>, field: &str) -> Self {
        Spot { thing, at: thing.get(field).unwrap_or(thing) }
    }
}

/// A change before it is judged and worded.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) row: &'static Row,
    /// The impact by itself; `None`: the row's.
    pub(super) impact: Option<Impact>,
    pub(super) kind: ChangeKind,
    /// What happened, where the words of the kind would not be true.
    pub(super) words: Option<&'static str>,
    /// What changed, in words: `query parameter `limit``.
    pub(super) thing: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) base: Option<Spot<'a>>,
    pub(super) head: Option<Spot<'a>>,
    pub(super) schema: Option<String>,
    /// The message of all operations that see it.
    pub(super) shared: Option<Arc<str>>,
    pub(super) place: Option<String>,
    pub(super) cause: Option<u32>,
    /// Closes the message: the statuses of responses.
    pub(super) context: String,
    /// Whether the message shows the values.
    pub(super) tells_values: bool,
    /// The places of `base` and `head`, where they were computed before.
    pub(super) locations: Option<Locations>,
}

/// Where a change stands in the base and in the head.
pub(super) type Locations = (Option<Location>, Option<Location>);

impl<'a> Draft<'a> {
    pub(super) fn new(kind: &'static Kind, thing: impl Into<String>) -> Self {
        Draft::of_row(row(kind), thing)
    }

    pub(super) fn of_row(row: &'static Row, thing: impl Into<String>) -> Self {
        Draft {
            row,
            impact: None,
            kind: ChangeKind::Changed,
            words: None,
            thing: thing.into(),
            before: None,
            after: None,
            base: None,
            head: None,
            schema: None,
            shared: None,
            place: None,
            cause: None,
            context: String::new(),
            tells_values: true,
            locations: None,
        }
    }

    /// Only the head has it.
    pub(super) fn added(mut self, head: Node<'a>) -> Self {
        self.kind = ChangeKind::Added;
        self.head = Some(Spot::of(head));
        self
    }

    /// Only the base has it.
    pub(super) fn removed(mut self, base: Node<'a>) -> Self {
        self.kind = ChangeKind::Removed;
        self.base = Some(Spot::of(base));
        self
    }

    /// Both have it.
    pub(super) fn between(mut self, base: Node<'a>, head: Node<'a>) -> Self {
        self.base = Some(Spot::of(base));
        self.head = Some(Spot::of(head));
        self
    }

    /// Both have the thing; a field of it differs.
    pub(super) fn field(mut self, base: Node<'a>, head: Node<'a>, field: &str) -> Self {
        self.base = Some(Spot::field(base, field));
        self.head = Some(Spot::field(head, field));
        self
    }

    pub(super) fn values(
        mut self,
        before: Option<impl Into<String>>,
        after: Option<impl Into<String>>,
    ) -> Self {
        self.before = before.map(Into::into);
        self.after = after.map(Into::into);
        self
    }

    /// The one value that the words hold.
    pub(super) fn value(self, value: impl Into<String>) -> Self {
        let value = value.into();
        match self.kind {
            ChangeKind::Removed => self.values(Some(value), None::<String>),
            _ => self.values(None::<String>, Some(value)),
        }
    }

    /// Values too long for a message: pages show them.
    pub(super) fn texts(self, before: Option<&str>, after: Option<&str>) -> Self {
        self.kept(words::kept_both(before, after))
    }

    /// Values too long for a message, cut already.
    pub(super) fn kept(mut self, (before, after): words::Values) -> Self {
        self.before = before;
        self.after = after;
        self.tells_values = false;
        self
    }

    /// Told in other words than those of its kind.
    pub(super) fn said(mut self, words: Option<&'static str>) -> Self {
        self.words = words;
        self
    }

    pub(super) fn judged(mut self, impact: Impact) -> Self {
        self.impact = Some(impact);
        self
    }

    /// What happened, told of a thing.
    pub(super) fn sentence(&self, thing: &str) -> String {
        let told = |value: &'_ Option<String>| value.clone().filter(|_| self.tells_values);
        let (before, after) = (told(&self.before), told(&self.after));
        words::sentence(thing, self.words.unwrap_or(self.row.words), before.as_deref(), after.as_deref())
    }

    /// Where it stands: on the side that has it, or on both.
    pub(super) fn locate(&self) -> Locations {
        let base = self.base.filter(|_| self.kind != ChangeKind::Added);
        let head = self.head.filter(|_| self.kind != ChangeKind::Removed);
        (base.map(|spot| spot.at.location()), head.map(|spot| spot.at.location()))
    }

    pub(super) fn context(mut self, context: impl Into<String>) -> Self {
        self.context = context.into();
        self
    }
}

/// The operation that a change concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scope {
    /// The method in upper case.
    pub(super) method: String,
    /// The path as it is shown.
    pub(super) path: String,
    /// Whether the API is the one who calls.
    pub(super) swapped: bool,
}

/// All that was found.
#[derive(Debug)]
pub(super) struct Collector<'a, 'o> {
    pub(super) base: &'a Api<'a>,
    pub(super) head: &'a Api<'a>,
    pub(super) judge: Judge<'o>,
    pub(super) changes: Vec<Change>,
    pub(super) totals: ChangeTotals,
    pub(super) omitted: usize,
    causes: u32,
    /// Root causes by kind, place and values: what stands in one place is one edit, whoever refers to it.
    known: FxHashMap<CauseKey<'a>, u32>,
}

/// The kind with the property that it is about, both places, both values.
type CauseKey<'a> =
    ((&'static str, Option<&'a str>), Option<Place>, Option<Place>, Option<String>, Option<String>);

impl<'a, 'o> Collector<'a, 'o> {
    pub(super) fn new(base: &'a Api<'a>, head: &'a Api<'a>, options: &'o DiffOptions) -> Self {
        Collector {
            base,
            head,
            judge: Judge { options },
            changes: Vec::new(),
            totals: ChangeTotals::default(),
            omitted: 0,
            causes: 0,
            known: FxHashMap::default(),
        }
    }

    pub(super) fn options(&self) -> &'o DiffOptions {
        self.judge.options
    }

    pub(super) fn is_oasdiff(&self) -> bool {
        self.options().preset == Preset::Oasdiff
    }

    /// The root cause of a draft: what one kind of edit does in one place, and to which property.
    pub(super) fn cause_of(&mut self, kind: (&'static str, Option<&'a str>), draft: &Draft<'a>) -> u32 {
        let place = |spot: Option<Spot<'a>>| spot.map(|spot| spot.at.place());
        let (base, head) = match draft.kind {
            ChangeKind::Added => (None, place(draft.head)),
            ChangeKind::Removed => (place(draft.base), None),
            ChangeKind::Changed => (place(draft.base), place(draft.head)),
        };
        let next = self.causes + 1;
        let key = (kind, base, head, draft.before.clone(), draft.after.clone());
        let cause = *self.known.entry(key).or_insert(next);
        self.causes = self.causes.max(cause);
        cause
    }

    /// Judges, words and keeps a change.
    pub(super) fn add(&mut self, scope: Option<&Scope>, draft: Draft<'a>) {
        let swapped = scope.is_some_and(|scope| scope.swapped) && !self.is_oasdiff();
        let like = match draft.impact {
            Some(impact) => impact,
            None if swapped => impact::swapped(draft.row),
            None => draft.row.impact,
        };
        if let Some(impact) = self.judge.impact(draft.row, like) {
            self.keep(scope, draft, impact);
        }
    }

    /// Words and keeps a change that was judged.
    pub(super) fn keep(&mut self, scope: Option<&Scope>, mut draft: Draft<'a>, impact: Impact) {
        match impact {
            Impact::Breaking => self.totals.breaking += 1,
            Impact::Risky => self.totals.risky += 1,
            Impact::Compatible => self.totals.compatible += 1,
        }
        if self.changes.len() >= MOST {
            self.omitted += 1;
            return;
        }
        let reads_same = draft.before.is_some() && draft.before == draft.after;
        debug_assert!(!reads_same, "{} has the same value on both sides: {:?}", draft.row.id, draft.before);
        let mut message = draft.sentence(&draft.thing);
        message.push_str(&draft.context);
        let cause = draft.cause.unwrap_or_else(|| self.cause_of((draft.row.id, None), &draft));
        let fingerprint = super::fingerprint::of(scope, &draft);
        let (base, head) = draft.locations.take().unwrap_or_else(|| draft.locate());
        self.changes.push(Change {
            id: draft.row.id,
            impact,
            kind: draft.kind,
            operation: scope.map(|scope| scope.method.clone()),
            path: scope.map(|scope| scope.path.clone()),
            message,
            before: draft.before,
            after: draft.after,
            base,
            head,
            base_place: draft.base.map(|spot| spot.thing.place()),
            head_place: draft.head.map(|spot| spot.thing.place()),
            fingerprint,
            schema: draft.schema,
            shared: draft.shared,
            place: draft.place,
            cause,
            approval: None,
        });
    }
}
