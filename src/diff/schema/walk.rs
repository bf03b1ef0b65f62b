//! Tells each operation what its schemas' pairs found, with the place seen from there.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::pairs::Pairs;
use super::position::Position;
use super::reach::{Met, Stamps, Start, reach};
use crate::diff::change::Impact;
use crate::diff::collect::{Collector, Draft, Locations, Scope};
use crate::diff::lifecycle::Policy;
use crate::diff::words;

/// What holds a schema in an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::diff) enum Carrier {
    /// A media type of the request body.
    Request,
    /// A media type of a response.
    Response,
    /// A parameter.
    Parameter {
        /// It is a header.
        header: bool,
        /// It is required on both sides.
        required: bool,
        /// Its items are written one by one: `form` and `explode`.
        exploded: bool,
    },
    /// A response header.
    Header,
}

impl Carrier {
    pub(super) fn position(self, is_root: bool) -> Position {
        match (self, is_root) {
            (Carrier::Request, true) => Position::RequestBody,
            (Carrier::Request, false) => Position::RequestProperty,
            (Carrier::Response, true) => Position::ResponseBody,
            (Carrier::Response, false) => Position::ResponseProperty,
            (Carrier::Parameter { .. }, true) => Position::Parameter,
            (Carrier::Parameter { .. }, false) => Position::ParameterProperty,
            (Carrier::Header, true) => Position::Header,
            (Carrier::Header, false) => Position::HeaderProperty,
        }
    }
}

/// One schema of an operation.
#[derive(Clone, Debug)]
pub(in crate::diff) struct Use {
    pub(in crate::diff) pair: u32,
    pub(in crate::diff) carrier: Carrier,
    /// Whether everything is text on the wire.
    pub(in crate::diff) is_text: bool,
    /// Whether it may be written as XML.
    pub(in crate::diff) is_xml: bool,
    /// The carrier in words: ``query parameter `limit` ``, `request body`.
    pub(in crate::diff) thing: String,
    /// What tells uses of the same thing apart: the status.
    pub(in crate::diff) context: String,
}

/// The walk over all operations.
pub(in crate::diff) struct Walk<'w, 'a> {
    pairs: &'w mut Pairs<'a>,
    stamps: Stamps,
    /// What was met from each start; operations share many, such as the body of their errors.
    known: FxHashMap<Start, Rc<Vec<Met>>>,
    /// What is the same of a finding for every operation, by pair and number.
    told: FxHashMap<(u32, u32), Told>,
    /// How findings are told for all operations, by pair, number, named pair and id.
    shared: FxHashMap<(u32, u32, u32, &'static str), Arc<str>>,
}

/// What is the same of a finding for every operation.
struct Told {
    locations: Locations,
    /// The root cause.
    cause: u32,
    /// The named schema in whose text it stands.
    holder: Option<String>,
}

/// A change of an operation that waits for the uses in which it is met.
struct Waiting {
    start: Rc<Vec<Met>>,
    met: usize,
    /// The use that met it first.
    one: usize,
    impact: Impact,
    /// Indexes of uses.
    uses: Vec<usize>,
}

impl<'w, 'a> Walk<'w, 'a> {
    pub(in crate::diff) fn new(pairs: &'w mut Pairs<'a>) -> Self {
        let stamps = Stamps::new(pairs.list.len());
        Walk {
            pairs,
            stamps,
            known: FxHashMap::default(),
            told: FxHashMap::default(),
            shared: FxHashMap::default(),
        }
    }

    /// Tells an operation what its schemas found.
    pub(in crate::diff) fn operation(
        &mut self,
        collector: &mut Collector<'a, '_>,
        scope: &Scope,
        policy: Policy,
        uses: &[Use],
    ) {
        let mut waiting: Vec<Waiting> = Vec::new();
        let mut known: FxHashMap<(u64, Carrier, &str), usize> = FxHashMap::default();
        for (number, one) in uses.iter().enumerate() {
            if !self.pairs.list[one.pair as usize].differs {
                continue;
            }
            let swapped = scope.swapped && !collector.is_oasdiff();
            let start = Start { pair: one.pair, carrier: one.carrier, is_text: one.is_text, swapped, policy };
            let found = self.from(collector, start);
            for (at, met) in found.iter().enumerate() {
                // The same words about the same thing, in another response or media type, are the same change.
                let place = *known.entry((met.key, one.carrier, &one.thing)).or_insert(waiting.len());
                if place == waiting.len() {
                    let uses = vec![number];
                    waiting.push(Waiting {
                        start: found.clone(),
                        met: at,
                        one: number,
                        impact: met.impact,
                        uses,
                    });
                } else {
                    waiting[place].impact = waiting[place].impact.max(met.impact);
                    waiting[place].uses.push(number);
                }
            }
        }
        for one in waiting {
            let draft = self.draft(collector, &one.start[one.met], &uses[one.one]);
            let draft = draft.context(context(&one.uses, uses));
            collector.keep(Some(scope), draft, one.impact);
        }
    }

    fn from(&mut self, collector: &Collector<'a, '_>, start: Start) -> Rc<Vec<Met>> {
        if let Some(known) = self.known.get(&start) {
            return known.clone();
        }
        let met = Rc::new(reach(self.pairs, &mut self.stamps, collector.judge, start));
        self.known.insert(start, met.clone());
        met
    }

    /// The change as the named schema tells it in which both versions stand.
    fn shared(&mut self, draft: &Draft<'a>, met: &Met) -> Option<Arc<str>> {
        let named = met.named.filter(|pair| self.pairs.has_one_name(*pair))?;
        let key = (met.pair, met.finding, named, met.row.id);
        if let Some(known) = self.shared.get(&key) {
            return Some(known.clone());
        }
        let thing = words::of_schema(self.pairs.name(named)?, &met.path[met.below..]);
        let shared: Arc<str> = draft.sentence(&thing).into();
        self.shared.insert(key, shared.clone());
        Some(shared)
    }

    fn draft(&mut self, collector: &mut Collector<'a, '_>, met: &Met, one: &Use) -> Draft<'a> {
        let pair = &self.pairs.list[met.pair as usize];
        let finding = &pair.findings[met.finding as usize];
        let thing = match (one.carrier, met.path.as_str()) {
            (_, "") => one.thing.clone(),
            (Carrier::Request, path) => format!("request property {}", words::name_of(path)),
            (Carrier::Response, path) => format!("response property {}", words::name_of(path)),
            (_, path) => format!("property {} of {}", words::name_of(path), one.thing),
        };
        let mut draft = Draft::of_row(met.row, thing).values(finding.before.clone(), finding.after.clone());
        draft.words = finding.words;
        draft.kind = finding.moved;
        draft.base = finding.base;
        draft.head = finding.head;
        draft.place = Some(met.path.clone());
        let told = self.told.entry((met.pair, met.finding));
        let Told { locations, cause, holder } = told.or_insert_with(|| Told {
            locations: draft.locate(),
            cause: collector.cause_of((finding.kind.name, finding.property), &draft),
            holder: self.pairs.holder(finding).map(str::to_owned),
        });
        (draft.locations, draft.cause) = (Some(locations.clone()), Some(*cause));
        let named = || met.named.and_then(|pair| self.pairs.name(pair));
        draft.schema = holder.as_deref().or_else(named).map(str::to_owned);
        draft.shared = self.shared(&draft, met);
        draft
    }
}

impl Use {
    /// What tells it apart, as a closing word: `` (`200`)``.
    pub(in crate::diff) fn closing(&self) -> String {
        context(&[0], std::slice::from_ref(self))
    }
}

/// What tells the uses apart, as a closing word: `` (`200`, `default`)``.
fn context(numbers: &[usize], uses: &[Use]) -> String {
    let mut contexts: Vec<&str> = numbers.iter().map(|number| uses[*number].context.as_str()).collect();
    contexts.retain(|context| !context.is_empty());
    contexts.sort_unstable();
    contexts.dedup();
    match contexts.as_slice() {
        [] => String::new(),
        [one] => format!(" ({})", words::name_of(one)),
        several => {
            format!(" ({})", several.iter().map(|one| words::name_of(one)).collect::<Vec<_>>().join(", "))
        }
    }
}
