//! Types, formats and null.

use super::compare::{Comparison, Version};
use super::finding::{Finding, TypeChange};
use super::view::{View, is_bare_null};
use crate::api::{Schema, SchemaId, TypeSet};
use crate::diff::change::ChangeKind;
use crate::diff::kind::schema as kinds;
use crate::diff::options::Preset;

/// Whether values of one side can be values of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overlap {
    /// Some.
    Some,
    /// None: nothing below the type is worth comparing.
    None,
}

/// Formats that hold every value of another: type, narrower, wider.
const WIDER_FORMATS: &[(TypeSet, &str, &str)] = &[
    (TypeSet::NUMBER, "float", "double"),
    (TypeSet::INTEGER, "int32", "int64"),
    (TypeSet::INTEGER, "int32", "bigint"),
    (TypeSet::INTEGER, "int64", "bigint"),
    (TypeSet::STRING, "date", "date-time"),
    (TypeSet::STRING, "time", "date-time"),
];

/// How strictly values of a place are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Typing {
    /// JSON.
    Strict,
    /// Everything is text on the wire.
    Loose,
}

impl TypeChange<'_> {
    /// The same change backwards.
    pub(super) fn reversed(self) -> Self {
        TypeChange {
            base: self.head,
            head: self.base,
            base_format: self.head_format,
            head_format: self.base_format,
            array_of_base: false,
            lenient: self.lenient,
            listed: self.listed,
        }
    }

    /// Whether some value of the base is none of the head.
    pub(super) fn narrows(self, typing: Typing) -> bool {
        self.types_narrow(typing) || self.format_narrows()
    }

    /// Whether the head's types take every type of the base.
    pub(super) fn covers(self) -> bool {
        let covered = |kind: TypeSet| {
            self.head.contains(kind) || (kind == TypeSet::INTEGER && self.head.contains(TypeSet::NUMBER))
        };
        self.head.is_empty()
            || (!self.base.is_empty()
                && TypeSet::ALL.iter().all(|(kind, _)| !self.base.contains(*kind) || covered(*kind)))
    }

    /// Whether both sides name types.
    pub(super) fn is_concrete(self) -> bool {
        !self.base.is_empty() && !self.head.is_empty()
    }

    fn types_narrow(self, typing: Typing) -> bool {
        self.base != self.head
            && !self.covers()
            && !(typing == Typing::Loose && self.head.contains(TypeSet::STRING))
    }

    /// Words of its own for a format that came or went without a change of the values.
    fn said(self) -> Option<&'static str> {
        match (self.base_format, self.head_format) {
            _ if self.base != self.head || !self.lenient => None,
            (None, Some(format)) if is_no_limit(self.head, format) => Some("says its format"),
            (Some(format), None) if is_no_limit(self.head, format) => Some("no longer says its format"),
            _ => None,
        }
    }

    fn format_narrows(self) -> bool {
        let (Some(head), base) = (self.head_format, self.base_format) else { return false };
        if base == Some(head) {
            return false;
        }
        let Some(base) = base else { return !(self.lenient && is_no_limit(self.head, head)) };
        !WIDER_FORMATS
            .iter()
            .any(|(kind, narrow, wide)| *kind == self.head && *narrow == base && *wide == head)
    }
}

/// Whether a format holds every value of its type that is used.
fn is_no_limit(kind: TypeSet, format: &str) -> bool {
    [(TypeSet::INTEGER, "int64"), (TypeSet::NUMBER, "double")].contains(&(kind, format))
}

/// Compares types and formats.
pub(super) fn compare<'a>(comparison: &mut Comparison<'_, 'a>) -> Overlap {
    let lists = both_are_lists(comparison);
    let types_in = |version: &Version<'_>| match bare_union(version) {
        Some(types) if lists => (types, true),
        _ => (types_of(version), false),
    };
    let (base, base_listed) = types_in(&comparison.base);
    let (head, head_listed) = types_in(&comparison.head);
    let across = comparison.base.api.version != comparison.head.api.version;
    let change = TypeChange {
        base,
        head,
        base_format: format_of(&comparison.base, across),
        head_format: format_of(&comparison.head, across),
        array_of_base: is_array_of(comparison, base),
        lenient: comparison.digests.preset == Preset::Preview,
        listed: base_listed || head_listed,
    };
    if (base == head && change.base_format == change.head_format) || composed(comparison, base, head) {
        return Overlap::Some;
    }
    let texts = (text(base, change.base_format), text(head, change.head_format));
    let keyword = if base == head { "format" } else { "type" };
    // The part that has the types of the whole makes the change.
    let spot = |version: &Version<'a>, types: TypeSet| {
        version.spot_where(keyword, |part| keyword == "format" || without_null(part.types) == types)
    };
    let spots = (spot(&comparison.base, base), spot(&comparison.head, head));
    let mut finding = Finding::new(&kinds::existence::TYPE, ChangeKind::Changed)
        .values(Some(texts.0), Some(texts.1))
        .spots(spots.0, spots.1)
        .said(change.said());
    finding.types = Some(change);
    comparison.out.findings.push(finding);
    let disjoint = change.is_concrete() && !change.covers() && !change.reversed().covers();
    if disjoint { Overlap::None } else { Overlap::Some }
}

/// The first format. Across versions, what 3.0 says with `byte` and 3.1 with `contentEncoding` is left out.
fn format_of<'a>(version: &Version<'a>, across: bool) -> Option<&'a str> {
    let old = across && !version.api.version.has_json_schema();
    version.first(|part| part.format).filter(|format| !(old && *format == "byte"))
}

/// Whether a missing type on one side comes with branches that say it: then the branches tell the change.
fn composed(comparison: &Comparison<'_, '_>, base: TypeSet, head: TypeSet) -> bool {
    let has_core = comparison.has_core();
    let is_union = |part: &Schema<'_>| !part.one_of.is_empty() || !part.any_of.is_empty();
    // Parts that are compared by themselves say it too.
    let branches = |version: &Version<'_>| {
        let mut conjuncts = version.conjuncts(has_core).into_iter().map(|id| View::of(version.api, id).core);
        version.parts.iter().any(|part| is_union(part))
            || conjuncts.any(|id| is_union(version.api.schema(id)))
    };
    (base.is_empty() && branches(&comparison.base) && !head.is_empty())
        || (head.is_empty() && branches(&comparison.head) && !base.is_empty())
}

/// The types that all parts allow, null left out.
pub(super) fn types_of(version: &Version<'_>) -> TypeSet {
    let mut types = TypeSet::default();
    for part in &version.parts {
        let own = without_null(part.types);
        if !own.is_empty() {
            types = if types.is_empty() { own } else { intersection(types, own) };
        }
    }
    types
}

/// Whether both sides are lists of types, and at least one spells its list as a union: then types tell the change, and
/// not the branches.
pub(super) fn both_are_lists(comparison: &Comparison<'_, '_>) -> bool {
    let plain = |version: &Version<'_>| {
        let core = version.core();
        !types_of(version).is_empty() && core.any_of.is_empty() && core.one_of.is_empty()
    };
    if !comparison.has_core() {
        return false;
    }
    let (base, head) = (bare_union(&comparison.base).is_some(), bare_union(&comparison.head).is_some());
    let list = |is_union: bool, version: &Version<'_>| is_union || plain(version);
    (base || head) && list(base, &comparison.base) && list(head, &comparison.head)
}

fn without_null(types: TypeSet) -> TypeSet {
    if types == TypeSet::NULL { types } else { types.without(TypeSet::NULL) }
}

fn intersection(one: TypeSet, other: TypeSet) -> TypeSet {
    let both = one.without(one.without(other));
    let integer = |set: TypeSet, number: TypeSet| {
        set.contains(TypeSet::INTEGER)
            && number.contains(TypeSet::NUMBER)
            && !number.contains(TypeSet::INTEGER)
    };
    let both = if integer(one, other) || integer(other, one) { both.union(TypeSet::INTEGER) } else { both };
    // An empty intersection takes nothing; keep the first rather than "any type".
    if both.is_empty() { one } else { both }
}

/// The types of a `oneOf` or `anyOf` whose branches are bare types.
fn bare_union(version: &Version<'_>) -> Option<TypeSet> {
    let core = version.core();
    let branches = if core.one_of.is_empty() { &core.any_of } else { &core.one_of };
    if branches.is_empty() || (!core.one_of.is_empty() && !core.any_of.is_empty()) || version.parts.len() > 1
    {
        return None;
    }
    let mut types = TypeSet::default();
    for branch in branches {
        types = types.union(bare_type(version, *branch)?);
    }
    Some(without_null(types))
}

fn bare_type(version: &Version<'_>, id: SchemaId) -> Option<TypeSet> {
    let view = View::of(version.api, id);
    let schema = version.api.schema(view.core);
    let bare = schema.format.is_none()
        && schema.constant.is_none()
        && schema.enumeration.is_none()
        && schema.number == Default::default()
        && schema.string == Default::default()
        && schema.array.is_none()
        && schema.object.is_none()
        && schema.all_of.is_empty()
        && schema.any_of.is_empty()
        && schema.one_of.is_empty()
        && schema.not.is_none()
        && schema.component.is_none();
    (bare && !schema.types.is_empty()).then_some(schema.types)
}

/// Whether the head is an array whose items take what the base takes.
fn is_array_of(comparison: &Comparison<'_, '_>, base: TypeSet) -> bool {
    let head = &comparison.head;
    let Some(items) = head.first(|part| part.array.as_ref().and_then(|array| array.items)) else {
        return false;
    };
    if types_of(head) != TypeSet::ARRAY || base.contains(TypeSet::ARRAY) || base.contains(TypeSet::OBJECT) {
        return false;
    }
    let view = View::of(head.api, items);
    let items = head.api.schema(view.core);
    let format = comparison.base.first(|part| part.format);
    let change = TypeChange {
        base,
        head: without_null(items.types),
        base_format: format,
        head_format: items.format,
        array_of_base: false,
        lenient: true,
        listed: false,
    };
    items.enumeration.is_none() && !change.narrows(Typing::Loose)
}

/// `string (date) | null`, or `any`.
fn text(types: TypeSet, format: Option<&str>) -> String {
    let mut text = types.names().collect::<Vec<_>>().join(" | ");
    if text.is_empty() {
        text.push_str("any");
    }
    if let Some(format) = format {
        text.push_str(&format!(" ({format})"));
    }
    text
}

/// Became nullable or not, in any spelling.
pub(super) fn null<'a>(comparison: &mut Comparison<'_, 'a>) {
    let (Some(base), Some(head)) = (takes_null(&comparison.base), takes_null(&comparison.head)) else {
        return;
    };
    if base == head {
        return;
    }
    let kind = if head { &kinds::BECAME_NULLABLE } else { &kinds::BECAME_NOT_NULLABLE };
    let has_core = comparison.has_core();
    let spot = |version: &Version<'a>| {
        let keyword = if version.core().node.get("nullable").is_some() { "nullable" } else { "type" };
        // Of several members one that refuses null decides.
        let refuses = |view: &View| view_takes_null(version, view) == Some(false);
        if has_core { version.spot(keyword) } else { Some(version.spot_of_member(keyword, refuses)) }
    };
    let spots = (spot(&comparison.base), spot(&comparison.head));
    comparison.out.findings.push(Finding::new(kind, ChangeKind::Changed).spots(spots.0, spots.1));
}

/// Whether a version takes null; `None` where no member says anything about types: then null is valid anyway.
fn takes_null(version: &Version<'_>) -> Option<bool> {
    let said = version.views().iter().filter_map(|view| view_takes_null(version, view));
    said.reduce(|one, other| one && other)
}

fn view_takes_null(version: &Version<'_>, view: &View) -> Option<bool> {
    let core = version.api.schema(view.core);
    let says = !core.types.is_empty()
        || !core.any_of.is_empty()
        || !core.one_of.is_empty()
        || core.object.is_some()
        || core.array.is_some()
        || !core.all_of.is_empty();
    let mut branches = core.any_of.iter().chain(&core.one_of);
    says.then(|| view.null || branches.any(|id| is_bare_null(version.api, *id)))
}
