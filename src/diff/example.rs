//! Examples of parameters, bodies, responses and headers.

use super::equal::{same_optional, same_text};
use super::words::{self, Manner, Values};
use crate::api::Example;

/// Whether two lists of examples show the same; order makes no difference for named ones.
pub(super) fn same(base: &[Example<'_>], head: &[Example<'_>]) -> bool {
    base.len() == head.len()
        && base.iter().enumerate().all(|(at, old)| {
            let new = match old.name {
                Some(name) => head.iter().find(|new| new.name == Some(name)),
                None => head.get(at),
            };
            new.is_some_and(|new| {
                same_optional(old.value, new.value)
                    && old.external_value == new.external_value
                    && old.serialized_value == new.serialized_value
                    && same_text(old.summary, new.summary)
                    && same_text(old.description, new.description)
            })
        })
}

/// Two lists of examples as texts, for showing before and after.
pub(super) fn texts(base: &[Example<'_>], head: &[Example<'_>]) -> Values {
    words::told_apart(|manner| (text(base, manner), text(head, manner)))
}

fn text(list: &[Example<'_>], manner: Manner) -> Option<String> {
    let one = |example: &Example<'_>| {
        let value = example.value.map(|value| words::value_in(value, manner));
        let value = value.or_else(|| example.external_value.or(example.serialized_value).map(str::to_owned));
        match example.name {
            Some(name) => format!("{name}: {}", value.unwrap_or_default()),
            None => value.unwrap_or_default(),
        }
    };
    (!list.is_empty()).then(|| list.iter().map(one).collect::<Vec<_>>().join("\n"))
}
