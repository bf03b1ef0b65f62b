//! The tables of a version, ready for looking up.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::kind::{Holds, Keys, Kind, Shape};
use super::version::Version;
use super::{METHODS, v2_0, v3_0, v3_1, v3_2};

/// What one kind holds, with its fields by name.
#[derive(Debug)]
pub(crate) struct KindTable {
    /// The shape as it is written down.
    pub(crate) shape: Shape,
    fields: FxHashMap<&'static str, Holds>,
}

impl KindTable {
    fn new(shape: Shape) -> Self {
        let fields = shape.fields.iter().copied().flatten().map(|field| (field.name, field.holds)).collect();
        KindTable { shape, fields }
    }

    /// What a fixed field holds.
    pub(crate) fn field(&self, name: &str) -> Option<Holds> {
        self.fields.get(name).copied()
    }

    /// What a key holds: a fixed field, or one of the other keys that the kind allows. `None` for extensions that
    /// are not known and for keys that are not expected.
    pub(crate) fn holds(&self, name: &str) -> Option<Holds> {
        self.field(name).or_else(|| self.other(name))
    }

    /// The names of the fixed fields, in the order of the specification.
    pub(crate) fn field_names(&self) -> impl Iterator<Item = &'static str> {
        self.shape.fields.iter().copied().flatten().map(|field| field.name)
    }

    fn other(&self, name: &str) -> Option<Holds> {
        if self.shape.extensions && name.starts_with("x-") {
            return None;
        }
        match self.shape.keys {
            Keys::None => None,
            Keys::Every(holds) | Keys::HeaderNames(holds) => Some(holds),
            Keys::Paths(holds) => name.starts_with('/').then_some(holds),
            Keys::Statuses(holds) => is_status(name).then_some(holds),
            Keys::Methods(holds) => is_additional_method(name).then_some(holds),
        }
    }
}

/// All kinds of one version.
#[derive(Debug)]
pub(crate) struct Tables {
    kinds: Vec<KindTable>,
}

impl Tables {
    fn new(shape: fn(Kind) -> Shape) -> Self {
        Tables { kinds: Kind::ALL.iter().map(|kind| KindTable::new(shape(*kind))).collect() }
    }

    /// The table of a kind.
    pub(crate) fn of(&self, kind: Kind) -> &KindTable {
        &self.kinds[kind as usize]
    }
}

/// The tables of a version, made on first use.
pub(crate) fn tables(version: Version) -> &'static Tables {
    static V2_0: LazyLock<Tables> = LazyLock::new(|| Tables::new(v2_0::shape));
    static V3_0: LazyLock<Tables> = LazyLock::new(|| Tables::new(v3_0::shape));
    static V3_1: LazyLock<Tables> = LazyLock::new(|| Tables::new(v3_1::shape));
    static V3_2: LazyLock<Tables> = LazyLock::new(|| Tables::new(v3_2::shape));
    match version {
        Version::V2_0 => &V2_0,
        Version::V3_0 => &V3_0,
        Version::V3_1 => &V3_1,
        Version::V3_2 => &V3_2,
    }
}

/// Whether a key of a Responses Object is a status code: three digits, or a range like `4XX`.
fn is_status(name: &str) -> bool {
    let [first, second, third] = name.as_bytes() else { return false };
    let digits = second.is_ascii_digit() && third.is_ascii_digit();
    matches!(first, b'1'..=b'5') && (digits || (*second == b'X' && *third == b'X'))
}

/// Whether a key of `additionalOperations` is a method (RFC 9110, 9.1) that has no field of its own.
fn is_additional_method(name: &str) -> bool {
    is_token(name) && !METHODS.iter().any(|method| method.eq_ignore_ascii_case(name) && is_upper(name))
}

fn is_upper(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether a text is a `token` of RFC 9110, 5.6.2: what names of methods and headers are made of.
pub(crate) fn is_token(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_what_the_specification_says() {
        for good in ["200", "599", "4XX"] {
            assert!(is_status(good), "{good}");
        }
        for bad in ["4xx", "40X", "600", "20", "default", "2000"] {
            assert!(!is_status(bad), "{bad}");
        }
        assert!(is_additional_method("COPY") && is_additional_method("post"));
        assert!(!is_additional_method("POST") && !is_additional_method("A B"));
    }

    #[test]
    fn every_kind_that_a_table_names_has_a_shape() {
        for version in [Version::V2_0, Version::V3_0, Version::V3_1, Version::V3_2] {
            let mut wanted = vec![Kind::Root];
            let mut seen = Vec::new();
            while let Some(kind) = wanted.pop() {
                if seen.contains(&kind) {
                    continue;
                }
                seen.push(kind);
                let shape = tables(version).of(kind).shape;
                let keys = match shape.keys {
                    Keys::None => None,
                    Keys::Every(holds)
                    | Keys::HeaderNames(holds)
                    | Keys::Paths(holds)
                    | Keys::Statuses(holds)
                    | Keys::Methods(holds) => Some(holds),
                };
                let fields = shape.fields.iter().copied().flatten().map(|field| field.holds);
                let empty = shape.fields.is_empty() && keys.is_none() && shape.items.is_none();
                assert!(!empty, "{kind:?} has no table in {}", version.name());
                wanted.extend(fields.chain(keys).filter_map(Holds::kind).chain(shape.items));
                for name in shape.required.iter().chain(shape.one_of) {
                    assert!(tables(version).of(kind).field(name).is_some(), "{kind:?}: {name}");
                }
                for case in shape.cases {
                    let names = case.required.iter().chain(case.refused);
                    for name in names.chain(case.choices.iter().map(|(name, _)| name)) {
                        assert!(tables(version).of(kind).field(name).is_some(), "{kind:?}: {name}");
                    }
                }
            }
        }
    }
}
