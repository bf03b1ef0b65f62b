//! All kinds by id: the tables of this folder, aspects of schemas multiplied by position.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Effect, Kind, Side, operation, schema};
use crate::diff::change::Impact;
use crate::diff::impact;
use crate::diff::schema::Position;

/// A kind with its id, ready to be judged.
#[derive(Debug)]
pub(crate) struct Row {
    /// The id: `request-property-max-decreased`.
    pub(crate) id: &'static str,
    /// Who sends what it is about.
    pub(crate) side: Side,
    /// What it does.
    pub(crate) effect: Effect,
    /// How it reads after the name of the thing; `{}` stands for the value.
    pub(crate) words: &'static str,
    /// Its impact in the preset `preview`.
    pub(crate) impact: Impact,
    /// Why the impact is not what the law says, where it is not.
    pub(crate) departure: Option<&'static str>,
    /// Its impact in the preset `oasdiff`; `None` where that tool has no such id.
    pub(crate) upstream: Option<Impact>,
}

static ROWS: LazyLock<BTreeMap<&'static str, Row>> = LazyLock::new(build);

/// Every kind of change, sorted by id.
pub(crate) fn catalogue() -> impl ExactSizeIterator<Item = &'static Row> {
    ROWS.values()
}

/// The kind of an id.
pub(in crate::diff) fn find(id: &str) -> Option<&'static Row> {
    ROWS.get(id)
}

/// The row of a kind with a whole id.
pub(in crate::diff) fn row(kind: &'static Kind) -> &'static Row {
    ROWS.get(kind.name).expect("every kind of the tables is in the catalogue")
}

fn build() -> BTreeMap<&'static str, Row> {
    let upstream: BTreeMap<&str, Impact> =
        include_str!("oasdiff.txt").lines().filter_map(|line| line.split_once(' ')).map(level).collect();
    let mut rows = BTreeMap::new();
    let mut add = |id: &'static str, side: Side, kind: &'static Kind| {
        let (impact, departure) = impact::of(id, side, kind.effect);
        let upstream = upstream.get(id).copied();
        let row = Row { id, side, effect: kind.effect, words: kind.words, impact, departure, upstream };
        rows.entry(id).or_insert(row);
    };
    for kind in operation::ALL.iter().chain(schema::named::ALL).chain(schema::texts::ALL) {
        add(kind.name, kind.side, kind);
    }
    for kind in schema::ALL {
        for position in Position::ALL {
            // Made once for the whole run: the catalogue is never dropped.
            let id: &'static str = Box::leak(position.id(kind).into_boxed_str());
            add(id, position.side(), kind);
        }
    }
    rows
}

fn level<'t>((id, level): (&'t str, &str)) -> (&'t str, Impact) {
    let impact = match level {
        "breaking" => Impact::Breaking,
        "risky" => Impact::Risky,
        _ => Impact::Compatible,
    };
    (id, impact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_of_oasdiff_is_known() {
        let known = include_str!("oasdiff.txt").lines();
        let missing: Vec<_> =
            known.filter_map(|line| line.split_once(' ')).filter(|(id, _)| find(id).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert_eq!(catalogue().filter(|row| row.upstream.is_some()).count(), 509);
    }

    #[test]
    fn ids_are_kebab_case() {
        for row in catalogue() {
            assert!(row.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", row.id);
            assert!(!row.words.is_empty(), "{}", row.id);
        }
    }
}
