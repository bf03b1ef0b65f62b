//! Which values a list of allowed ones gained and lost.

use crate::site::facts::{Allowed, allowed};
use crate::site::merged::Merged;
use crate::site::view::EditedValues;

/// Values of each kind that are told.
const MOST: usize = 60;

/// What the allowed values of a schema gained and lost, where both sides list some.
pub(super) fn edited_values(now: &Allowed, was: Option<&Merged<'_, '_>>) -> Option<Box<EditedValues>> {
    let was = allowed(was?);
    let [now, was] = [now, &was].map(all);
    if now.is_empty() || was.is_empty() || now == was {
        return None;
    }
    let without = |some: &[String], others: &[String]| -> Vec<String> {
        some.iter().filter(|value| !others.contains(value)).take(MOST).cloned().collect()
    };
    let edited = EditedValues { came: without(&now, &was), went: without(&was, &now) };
    (!edited.came.is_empty() || !edited.went.is_empty()).then(|| Box::new(edited))
}

fn all(allowed: &Allowed) -> Vec<String> {
    let meanings = allowed.meanings.iter().map(|meaning| &meaning.value);
    allowed.values.iter().chain(&allowed.more).chain(meanings).cloned().collect()
}
