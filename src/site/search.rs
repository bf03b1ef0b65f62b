//! The search index: words with the entries that hold them, as a script, because `file://` refuses to fetch data.

use std::collections::BTreeMap;

use super::slug;

/// What is found.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// `GET`, `field`, `schema`, `page`: the word in front.
    pub(super) kind: String,
    /// The title.
    pub(super) title: String,
    /// Where it is, in words.
    pub(super) place: String,
    /// The address below the API's folder.
    pub(super) address: String,
    /// Texts with their weights.
    pub(super) texts: Vec<(u8, String)>,
}

/// Entries of one index.
const MAX_ENTRIES: usize = 20_000;
/// Places after which the name of a property is too common to be found.
const MAX_PLACES: usize = 20;

/// The script of an index.
pub(super) fn script(entries: &[Entry]) -> String {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == "field") {
        *names.entry(&entry.title).or_default() += 1;
    }
    let wanted: Vec<&Entry> = entries
        .iter()
        .filter(|entry| {
            entry.kind != "field" || names.get(entry.title.as_str()).is_none_or(|count| *count <= MAX_PLACES)
        })
        .take(MAX_ENTRIES)
        .collect();
    let mut postings: BTreeMap<String, BTreeMap<usize, u8>> = BTreeMap::new();
    for (number, entry) in wanted.iter().enumerate() {
        for (weight, text) in &entry.texts {
            for token in tokens(text) {
                let known = postings.entry(token).or_default().entry(number).or_default();
                *known = (*known).max(*weight);
            }
        }
    }
    let entries: Vec<[&str; 4]> =
        wanted.iter().map(|entry| [&*entry.kind, &*entry.title, &*entry.place, &*entry.address]).collect();
    let words: Vec<&str> = postings.keys().map(String::as_str).collect();
    let lists: Vec<String> = postings.values().map(posting).collect();
    let data = serde_json::json!({ "entries": entries, "words": words.join(" "), "lists": lists.join(" ") });
    format!("self.previewSearch({data});\n")
}

/// Numbers in base 36, each as the difference to the one before, with the weight as a letter.
fn posting(list: &BTreeMap<usize, u8>) -> String {
    let mut text = String::new();
    let mut before = 0;
    for (number, weight) in list {
        base36(number - before, &mut text);
        text.push((b'A' + weight.min(&25)) as char);
        before = *number;
    }
    text
}

fn base36(mut number: usize, text: &mut String) {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit((number % 36) as u32, 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            break;
        }
    }
    text.extend(digits.iter().rev());
}

/// Lower-case words of a text; names are cut at their humps and kept whole too.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for piece in text.split(|character: char| !(character.is_alphanumeric() || character == '_')) {
        if piece.is_empty() || piece.len() > 60 {
            continue;
        }
        let parts = slug::split(piece, char::is_alphanumeric);
        if parts.len() > 1 {
            tokens.push(piece.to_lowercase().replace('_', ""));
        }
        tokens.extend(parts);
    }
    tokens.retain(|token| !token.is_empty());
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_their_parts() {
        assert_eq!(tokens("timeOpen"), ["timeopen", "time", "open"]);
        assert_eq!(tokens("/pets/{petId}"), ["pets", "petid", "pet", "id"]);
    }

    #[test]
    fn the_script_holds_words_and_lists() {
        let entry = |title: &str| Entry {
            kind: "GET".to_owned(),
            title: title.to_owned(),
            place: "/x".to_owned(),
            address: "operations/x.html".to_owned(),
            texts: vec![(8, title.to_owned())],
        };
        let script = script(&[entry("List pets"), entry("Show pets")]);
        assert!(
            script.contains("\"words\":\"list pets show\"") && script.contains("\"lists\":\"0I 0I1I 1I\""),
            "{script}"
        );
    }
}
