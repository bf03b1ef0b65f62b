//! What in a configuration only other modules can judge: kinds of change, languages of pages, places. Refused when it is
//! read, by every command alike, before anything is done.

use super::failure::{Failure, Result};
use crate::config::{Config, Located, did_you_mean};
use crate::diff;
use crate::publish::{Address, PublicUrl};
use crate::site::LANGUAGES;

/// Refuses words that mean nothing, each at its place.
pub(super) fn refuse_nonsense(config: &Config) -> Result<()> {
    let mut wrong: Vec<String> = Vec::new();
    let mut note =
        |place: &Located<String>, reason: String| wrong.push(format!("{}: {reason}", place.location));
    for (id, _) in &config.changes.impacts {
        if diff::catalogue().all(|row| row.id != id.value) {
            let nearest = did_you_mean(&id.value, diff::catalogue().map(|row| row.id));
            let nearest = nearest.map(|text| format!("; {text}")).unwrap_or_default();
            note(id, format!("there is no change kind `{}`{nearest}", id.value));
        }
    }
    if let Some(lang) = config.docs.lang.as_ref().filter(|lang| !is_spoken(&lang.value)) {
        note(lang, not_spoken(&lang.value));
    }
    if let Some((to, Err(error))) = config.publish.to.as_ref().map(|to| (to, Address::parse(&to.value))) {
        note(to, error.to_string());
    }
    if let Some((url, Err(error))) =
        config.publish.url.as_ref().map(|url| (url, PublicUrl::parse(&url.value)))
    {
        note(url, error.to_string());
    }
    if wrong.is_empty() { Ok(()) } else { Err(Failure::usage_message(wrong.join("\nerror: "))) }
}

/// Refuses a language of the command line that the pages do not speak.
pub(super) fn refuse_language(lang: Option<&str>) -> Result<()> {
    match lang.filter(|lang| !is_spoken(lang)) {
        Some(lang) => Err(Failure::usage_message(format!("--lang: {}", not_spoken(lang)))),
        None => Ok(()),
    }
}

fn is_spoken(lang: &str) -> bool {
    LANGUAGES.contains(&lang)
}

fn not_spoken(lang: &str) -> String {
    format!("the pages have no words in `{lang}`; known are `{}`", LANGUAGES.join("`, `"))
}
