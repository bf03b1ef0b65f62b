//! The words of the pages: one catalogue for each language in `templates/words/`, for templates and for what is put
//! into words here.

use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object, Serde};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value as Json};

use super::asset;

/// The words of one language.
#[derive(Debug)]
pub(super) struct Words {
    /// The language, as in the `lang` attribute.
    pub(super) lang: &'static str,
    entries: Map<String, Json>,
}

/// The languages, the default first.
pub(crate) const LANGUAGES: [&str; 2] = ["en", "de"];

impl Words {
    /// The words of a language; those of English when there is no catalogue of it.
    pub(super) fn of(lang: &str) -> Words {
        let lang = LANGUAGES.into_iter().find(|known| *known == lang).unwrap_or(LANGUAGES[0]);
        let text = asset::text(&format!("words/{lang}.json")).unwrap_or_default();
        let entries = match serde_json::from_str(&text) {
            Ok(Json::Object(entries)) => entries,
            _ => Map::new(),
        };
        Words { lang, entries }
    }

    /// A word. A key that the catalogue lacks is its own word, so that a page is never lost over one.
    pub(super) fn get<'w>(&'w self, key: &'w str) -> &'w str {
        debug_assert!(self.entries.contains_key(key), "no word `{key}`");
        self.entries.get(key).and_then(Json::as_str).unwrap_or(key)
    }

    /// A sentence with its gaps filled: `{0}`, `{1}`.
    pub(super) fn fill(&self, key: &str, values: &[&str]) -> String {
        let mut text = self.get(key).to_owned();
        for (index, value) in values.iter().enumerate() {
            text = text.replace(&format!("{{{index}}}"), value);
        }
        text
    }

    /// A count with its noun: the catalogue holds `one|other`, `{0}` is the number.
    pub(super) fn count(&self, key: &str, number: usize) -> String {
        let (one, other) = self.get(key).split_once('|').unwrap_or((key, key));
        (if number == 1 { one } else { other }).replace("{0}", &self.number(number))
    }

    /// A number with its thousands set apart.
    pub(super) fn number(&self, number: usize) -> String {
        apart(number, self.get("thousands"))
    }

    /// All words as a template sees them.
    pub(super) fn value(&self) -> Value {
        let entries = self.entries.iter().map(|(key, word)| (key.clone(), Value::from(Serde(word))));
        Value::from_object(Catalogue(entries.collect()))
    }
}

/// A number with its thousands set apart by `sign`.
pub(super) fn apart(number: usize, sign: &str) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(sign);
        }
        text.push(digit);
    }
    text
}

/// Words as a template sees them. Pages ask for many, and this finds them faster than a map of any values would.
#[derive(Debug)]
struct Catalogue(FxHashMap<String, Value>);

impl Object for Catalogue {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.get(key).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let mut keys: Vec<&String> = self.0.keys().collect();
        keys.sort_unstable();
        Enumerator::Values(keys.into_iter().map(|key| Value::from(key.as_str())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_languages_have_the_same_words() {
        let english: Vec<String> = Words::of("en").entries.keys().cloned().collect();
        assert!(english.len() > 50);
        for lang in LANGUAGES {
            let words = Words::of(lang);
            assert_eq!(words.entries.keys().cloned().collect::<Vec<_>>(), english, "{lang}");
            for (key, text) in &words.entries {
                let gaps = |text: &Json| text.as_str().unwrap_or_default().matches("{0}").count() > 0;
                assert_eq!(gaps(text), gaps(&Words::of("en").entries[key]), "{lang}: {key}");
            }
        }
    }

    #[test]
    fn templates_see_all_words() {
        let words = Words::of("en");
        let value = words.value();
        let mut keys: Vec<String> = words.entries.keys().cloned().collect();
        keys.sort_unstable();
        let seen: Vec<String> = value.try_iter().unwrap().map(|key| key.to_string()).collect();
        assert_eq!(seen, keys);
        for key in &keys {
            assert_eq!(value.get_attr(key).unwrap().as_str(), Some(words.get(key)), "{key}");
        }
        assert!(value.get_attr("no such word").unwrap().is_undefined());
    }

    #[test]
    fn gaps_and_counts() {
        let words = Words::of("en");
        assert_eq!(words.fill("between_characters", &["3", "40"]), "3 to 40 characters");
        assert_eq!(words.count("changes", 1), "1 change");
        assert_eq!(words.count("changes", 2), "2 changes");
        assert_eq!(words.count("changes", 1_234_567), "1,234,567 changes");
        assert_eq!(Words::of("de").number(1000), "1.000");
        assert_eq!(Words::of("xx").lang, "en");
    }
}
