//! The search index: words with the entries that hold them, as a script, because `file://` refuses to fetch data.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

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

/// The kind of what is inside a page.
pub(super) const FIELD: &str = "field";
/// Entries of one index.
const MAX_ENTRIES: usize = 20_000;
/// Places after which the name of a property is too common to be found.
const MAX_PLACES: usize = 20;

/// How many fields have a name, over all pages.
#[derive(Debug, Default)]
pub(super) struct FieldNames(Mutex<FxHashMap<String, usize>>);

/// The names of all fields while the fields of one page are counted.
pub(super) struct Counting<'n>(MutexGuard<'n, FxHashMap<String, usize>>);

impl FieldNames {
    /// Counts the fields of a page.
    pub(super) fn counting(&self) -> Counting<'_> {
        Counting(self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Counting<'_> {
    /// Counts a field; whether its name is not too common already. Most of those that are would wait in vain for the
    /// other pages.
    pub(super) fn is_rare(&mut self, name: &str) -> bool {
        let count = match self.0.get_mut(name) {
            Some(count) => count,
            None => self.0.entry(name.to_owned()).or_default(),
        };
        *count += 1;
        *count <= MAX_PLACES
    }
}

/// The script of an index. The fields of all pages were counted in `names`.
pub(super) fn script(entries: &[Entry], names: &FieldNames) -> String {
    let names = names.0.lock().unwrap_or_else(PoisonError::into_inner);
    let is_rare = |entry: &Entry| names.get(&entry.title).is_none_or(|count| *count <= MAX_PLACES);
    let wanted: Vec<&Entry> =
        entries.iter().filter(|entry| entry.kind != FIELD || is_rare(entry)).take(MAX_ENTRIES).collect();
    let postings = postings(&wanted);
    let entries = lines(&wanted);
    let words: Vec<&str> = postings.iter().map(|(word, _)| word.as_str()).collect();
    let lists: Vec<String> = postings.iter().map(|(_, list)| posting(list)).collect();
    let data = serde_json::json!({ "entries": entries, "words": words.join(" "), "lists": lists.join(" ") });
    format!("self.previewSearch({data});\n")
}

/// The entries that hold a word, by their numbers, with the word's greatest weight in each.
type Posting = Vec<(usize, u8)>;

/// All words in their order.
fn postings(entries: &[&Entry]) -> Vec<(String, Posting)> {
    let mut postings: FxHashMap<String, Posting> = FxHashMap::default();
    for (number, entry) in entries.iter().enumerate() {
        for (weight, text) in &entry.texts {
            each_token(text, |token| {
                let list = match postings.get_mut(token) {
                    Some(list) => list,
                    None => postings.entry(token.to_owned()).or_default(),
                };
                match list.last_mut() {
                    Some((last, known)) if *last == number => *known = (*known).max(*weight),
                    _ => list.push((number, *weight)),
                }
            });
        }
    }
    let mut postings: Vec<(String, Posting)> = postings.into_iter().collect();
    postings.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    postings
}

/// The entries, one a line: kind, title, place and address between tabs. A field says only what the entry before it does
/// not: its kind is left out, its place where it is that of the field before, and its address where that follows from
/// the title. What is left of an address is `#` and the anchor on the same page, or how many parts of the anchor before
/// it stay; nothing means all but the last. `script.js` reads it.
fn lines(entries: &[&Entry]) -> String {
    let mut lines = String::new();
    let (mut place, mut page, mut anchor) = ("", "", Vec::new());
    for entry in entries {
        let (own_page, own_anchor) = entry.address.split_once('#').unwrap_or((&entry.address, ""));
        let parts: Vec<&str> = own_anchor.split('.').filter(|part| !part.is_empty()).collect();
        let is_field = entry.kind == FIELD;
        let mut columns =
            [entry.kind.as_str(), &entry.title, &entry.place, &entry.address].map(str::to_owned);
        if is_field {
            columns[0].clear();
            if entry.place == place {
                columns[2].clear();
            }
            place = &entry.place;
            if own_page == page {
                columns[3] = step(&anchor, &parts, &entry.title).unwrap_or_else(|| format!("#{own_anchor}"));
            }
        }
        (page, anchor) = (own_page, parts);
        let line = columns.map(|column| column.replace(['\t', '\n', '\r'], " ")).join("\t");
        lines.push_str(line.trim_end_matches('\t'));
        lines.push('\n');
    }
    lines.pop();
    lines
}

/// How an anchor follows from the one before it and from the title; `None` when it does not.
fn step(before: &[&str], parts: &[&str], title: &str) -> Option<String> {
    let (last, around) = parts.split_last()?;
    if !before.starts_with(around) || !title.is_ascii() || parts.iter().any(|part| part.contains('#')) {
        return None;
    }
    if *last != script_words(title).join("-") {
        return None;
    }
    let siblings = before.len().saturating_sub(1);
    Some(if around.len() == siblings { String::new() } else { around.len().to_string() })
}

/// The words of an ASCII name as `script.js` cuts it.
fn script_words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut last = ' ';
    for sign in name.chars() {
        let hump = sign.is_ascii_uppercase() && (last.is_ascii_lowercase() || last.is_ascii_digit());
        if hump || !sign.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        if let (true, Some(word)) = (sign.is_ascii_alphanumeric(), words.last_mut()) {
            word.push(sign.to_ascii_lowercase());
        }
        last = sign;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Numbers in base 36, each as the difference to the one before, with the weight as a letter.
fn posting(list: &[(usize, u8)]) -> String {
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

/// Calls back with the lower-case words of a text; names are cut at their humps and kept whole too.
fn each_token(text: &str, mut found: impl FnMut(&str)) {
    for piece in text.split(|character: char| !(character.is_alphanumeric() || character == '_')) {
        if piece.is_empty() || piece.len() > 60 {
            continue;
        }
        let parts = slug::joined(piece, char::is_alphanumeric, '\n');
        if parts.contains('\n') {
            found(&piece.to_lowercase().replace('_', ""));
        }
        parts.split('\n').filter(|part| !part.is_empty()).for_each(&mut found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_their_parts() {
        let tokens = |text: &str| {
            let mut tokens = Vec::new();
            each_token(text, |token| tokens.push(token.to_owned()));
            tokens
        };
        assert_eq!(tokens("timeOpen"), ["timeopen", "time", "open"]);
        assert_eq!(tokens("/pets/{petId}"), ["pets", "petid", "pet", "id"]);
    }

    #[test]
    fn fields_say_what_is_new() {
        let entry = |kind: &str, title: &str, place: &str, address: &str| Entry {
            kind: kind.to_owned(),
            title: title.to_owned(),
            place: place.to_owned(),
            address: address.to_owned(),
            texts: Vec::new(),
        };
        let all = [
            entry("GET", "List", "/x", "operations/list.html"),
            entry("field", "limit", "Query, List", "operations/list.html#query.limit"),
            entry("field", "pageSize", "Query, List", "operations/list.html#query.page-size"),
            entry("field", "items", "200 OK, List", "operations/list.html#response-200.json.items"),
            entry("field", "APIKey", "200 OK, List", "operations/list.html#response-200.json.items.api-key"),
            entry("field", "owner", "200 OK, List", "operations/list.html#response-200.json.items.owner"),
            entry("field", "name", "200 OK, List", "operations/list.html#response-200.json.items.owner.name"),
            entry("field", "total", "200 OK, List", "operations/list.html#response-200.json.total"),
            entry("field", "name", "Pet", "schemas/pet.html#name"),
        ];
        let all: Vec<&Entry> = all.iter().collect();
        let expected = [
            "GET\tList\t/x\toperations/list.html",
            "\tlimit\tQuery, List\t#query.limit",
            "\tpageSize",
            "\titems\t200 OK, List\t#response-200.json.items",
            "\tAPIKey\t\t#response-200.json.items.api-key",
            "\towner",
            "\tname\t\t4",
            "\ttotal\t\t2",
            "\tname\tPet\tschemas/pet.html#name",
        ];
        assert_eq!(lines(&all), expected.join("\n"));
    }

    #[test]
    fn common_fields_are_left_out_in_whatever_order_they_come() {
        let entry = |title: &str, page: usize| Entry {
            kind: FIELD.to_owned(),
            title: title.to_owned(),
            place: "Pet".to_owned(),
            address: format!("schemas/s{page}.html#{title}"),
            texts: vec![(5, title.to_owned())],
        };
        let pages = |order: &mut dyn Iterator<Item = usize>| {
            let names = FieldNames::default();
            let mut kept: Vec<(usize, Vec<Entry>)> = order
                .map(|page| {
                    let mut entries = vec![entry("id", page)];
                    entries.extend((page < MAX_PLACES).then(|| entry("name", page)));
                    let mut counting = names.counting();
                    entries.retain(|entry| counting.is_rare(&entry.title));
                    (page, entries)
                })
                .collect();
            let most =
                kept.iter().filter(|(_, entries)| entries.iter().any(|entry| entry.title == "id")).count();
            assert_eq!(most, MAX_PLACES, "the rest is not held");
            kept.sort_by_key(|(page, _)| *page);
            let entries: Vec<Entry> = kept.into_iter().flat_map(|(_, entries)| entries).collect();
            script(&entries, &names)
        };
        let forward = pages(&mut (0..MAX_PLACES + 30));
        assert_eq!(forward, pages(&mut (0..MAX_PLACES + 30).rev()));
        assert!(forward.contains("\"words\":\"name\""), "{forward}");
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
        let script = script(&[entry("List pets"), entry("Show pets")], &FieldNames::default());
        assert!(
            script.contains("\"words\":\"list pets show\"") && script.contains("\"lists\":\"0I 0I1I 1I\""),
            "{script}"
        );
    }
}
