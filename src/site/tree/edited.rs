//! Which values a list of allowed ones gained and lost.

use super::Pair;
use crate::site::facts::{Allowed, allowed};
use crate::site::view::EditedValues;

/// Values of each kind that are told.
const MOST: usize = 60;

/// What the allowed values of a schema gained and lost, where both sides list some.
pub(super) fn edited_values(pair: &Pair<'_, '_>) -> Option<Box<EditedValues>> {
    let now = all(allowed(&pair.now));
    let was = all(allowed(pair.was.as_ref()?));
    if now.is_empty() || was.is_empty() || now == was {
        return None;
    }
    let without = |some: &[String], others: &[String]| -> Vec<String> {
        some.iter().filter(|value| !others.contains(value)).take(MOST).cloned().collect()
    };
    let edited = EditedValues { came: without(&now, &was), went: without(&was, &now) };
    (!edited.came.is_empty() || !edited.went.is_empty()).then(|| Box::new(edited))
}

fn all(allowed: Allowed) -> Vec<String> {
    let meanings = allowed.meanings.into_iter().map(|meaning| meaning.value);
    allowed.values.into_iter().chain(allowed.more).chain(meanings).collect()
}
