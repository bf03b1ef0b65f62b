//! `casing`: a string is written in a case.

use std::sync::Arc;

use super::{Finding, Function, Options, Ready};
use crate::lint::spectral::run::Run;
use crate::lint::spectral::target::Target;
use crate::lint::written;
use crate::pattern::Pattern;

/// The cases, with the expression for one; `9` stands for the digits that may be in it.
const CASES: [(&str, &str); 7] = [
    ("flat", "[a-z][a-z9]*"),
    ("camel", "[a-z][a-z9]*(?:[A-Z9](?:[a-z9]+|$))*"),
    ("pascal", "[A-Z][a-z9]*(?:[A-Z9](?:[a-z9]+|$))*"),
    ("kebab", "[a-z][a-z9]*(?:-[a-z9]+)*"),
    ("cobol", "[A-Z][A-Z9]*(?:-[A-Z9]+)*"),
    ("snake", "[a-z][a-z9]*(?:_[a-z9]+)*"),
    ("macro", "[A-Z][A-Z9]*(?:_[A-Z9]+)*"),
];

#[derive(Debug)]
struct Casing {
    name: &'static str,
    pattern: Pattern,
    /// The separator when it may stand alone.
    alone: Option<String>,
}

/// Makes the function; its options are `type`, `disallowDigits` and `separator: {char, allowLeading}`.
pub(super) fn make(options: &mut Options<'_>) -> Option<Ready> {
    options.known(&["type", "disallowDigits", "separator"]);
    let name = options.needed("type", |node| written::word(node, &CASES.map(|(name, _)| name)))?;
    let without_digits = options.read("disallowDigits", written::flag).unwrap_or_default();
    let (_, case) = CASES.iter().find(|(known, _)| *known == name)?;
    let case = case.replace('9', if without_digits { "" } else { "0-9" });
    let mut alone = None;
    let expression = match options.get("separator") {
        None => format!("^{case}$"),
        Some(separator) => {
            written::known_keys(separator, "`separator`", &["char", "allowLeading"], &mut options.errors);
            let Some(character) = separator.str("char").filter(|text| text.chars().count() == 1) else {
                let message = "`separator` needs `char`, which is one character";
                options.errors.push(written::key_error(separator, message));
                return None;
            };
            let leads = separator.get("allowLeading").and_then(|node| node.as_bool()) == Some(true);
            alone = leads.then(|| character.to_owned());
            let class = format!(
                "[{}]",
                if "\\]^-".contains(character) { format!("\\{character}") } else { character.to_owned() }
            );
            let leading = if leads { format!("{class}?") } else { String::new() };
            format!("^{leading}{case}(?:{class}{case})*$")
        }
    };
    match Pattern::new(&expression, "", &expression) {
        Ok(pattern) => Some(Arc::new(Casing { name, pattern, alone })),
        Err(message) => {
            options.errors.push(written::error(options.at, message));
            None
        }
    }
}

impl Function for Casing {
    fn check<'d>(&'d self, target: &Target<'d>, _: &mut Run<'d>) -> Vec<Finding<'d>> {
        let Some(text) = target.value.text().filter(|text| !text.is_empty()) else { return Vec::new() };
        if self.alone.as_deref() == Some(text) || self.pattern.matches(text) != Some(false) {
            return Vec::new();
        }
        vec![Finding::here(format!("must be {} case", self.name))]
    }
}
