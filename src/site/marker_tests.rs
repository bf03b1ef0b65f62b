//! Everything is shown: definitions in which every field of every object has a word of its own, and each word is looked
//! for in the visible text of the right page, and in its Markdown twin. The tables of `openapi` say which fields there are, so none is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::SiteOptions;
use super::input::Visibility;
use super::tests::{Site, plain_site_with, visible_text};
use crate::openapi::{Holds, Keys, Kind, Version, tables};

/// What the pages do not show, with the reason.
const EXEMPT: &[(Kind, &str, &str)] = &[
    (Kind::Logo, "url", "a picture, not a text"),
    (Kind::Logo, "backgroundColor", "the colour behind the picture"),
    (Kind::Logo, "href", "where the picture leads"),
    (Kind::Root, "x-ignoredHeaderParameters", "an instruction to a linter"),
    (Kind::Operation, "x-hideTryItPanel", "there is no such panel"),
    (Kind::Schema, "$schema", "a dialect: it changes how tools read, not what is said"),
    (Kind::Schema, "$vocabulary", "for tools that read meta-schemas"),
    (Kind::Schema, "$comment", "JSON Schema: for those who maintain the schema, not for its readers"),
    (Kind::Schema, "$id", "a name for references, which are resolved"),
    (Kind::Schema, "$anchor", "a name for references, which are resolved"),
    (Kind::Schema, "$dynamicAnchor", "a name for references, which are resolved"),
    (Kind::Header, "style", "always `simple`"),
    (Kind::Header, "allowEmptyValue", "3.0: ignored, it is for query parameters alone"),
    (Kind::Header, "allowReserved", "3.0: ignored, it is for query parameters alone"),
    (Kind::SecurityScheme, "x-defaultClientId", "fills a field of a console that is not there"),
];

/// What the pages show and their Markdown twins do not, with the reason.
const EXEMPT_IN_TWINS: &[(Kind, &str, &str)] = &[];

/// Maps whose keys are names inside the definition: what they name is shown where it is used.
const INNER_NAMES: &[Kind] = &[
    Kind::SecurityRequirement,
    Kind::Responses,
    Kind::NamedResponses,
    Kind::NamedParameters,
    Kind::NamedExamples,
    Kind::NamedRequestBodies,
    Kind::NamedHeaders,
    Kind::NamedLinks,
    Kind::NamedCallbacks,
    Kind::NamedPathItems,
    Kind::NamedMediaTypes,
];

/// Fields that name another thing, which is shown by its own name or title: taking one out changes the pages.
const NAMES: &[(Kind, &str)] = &[
    (Kind::TagGroup, "tags"),
    (Kind::Operation, "tags"),
    (Kind::Schema, "x-tags"),
    (Kind::Schema, "$dynamicRef"),
    (Kind::Link, "operationRef"),
    (Kind::DiscriminatorMapping, "(keys)"),
];

/// How a field is proven to be shown.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum How {
    /// Its word is in the text.
    Text,
    /// Its word is in the text, or the address of a link.
    Address,
    /// The text changes when it is taken out.
    Effect,
}

pub(super) struct Word {
    pub(super) pointer: String,
    pub(super) field: (Kind, String),
    pub(super) text: String,
    pub(super) how: How,
}

/// Gathers the words of a definition by the tables of its version.
pub(super) struct Walk {
    version: Version,
    /// Whether a name that is in no table is an error of the test, not of the definition.
    strict: bool,
    pub(super) words: Vec<Word>,
    seen: BTreeSet<(Kind, String)>,
}

impl Walk {
    pub(super) fn new(version: Version, strict: bool) -> Self {
        Walk { version, strict, words: Vec::new(), seen: BTreeSet::new() }
    }

    pub(super) fn object(&mut self, value: &Json, kind: Kind, pointer: &str) {
        if let Json::Array(items) = value {
            let Some(items_kind) = tables(self.version).of(kind).shape.items else { return };
            for (index, item) in items.iter().enumerate() {
                self.object(item, items_kind, &format!("{pointer}/{index}"));
            }
            return;
        }
        let Json::Object(entries) = value else { return };
        let table = tables(self.version).of(kind);
        let reference = entries.contains_key("$ref") && table.field("$ref").is_none();
        if reference && kind.may_be_reference() {
            return;
        }
        for (name, value) in entries {
            let below = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
            if let Some(holds) = table.field(name) {
                self.seen.insert((kind, name.clone()));
                if name != "$ref" && !exempt(kind, name) {
                    self.value(value, holds, (kind, name), &below);
                }
            } else if table.shape.extensions && name.starts_with("x-") {
                self.seen.insert((kind, "x-".to_owned()));
                self.word((kind, "x-"), name, &below, How::Text);
                self.leaves(value, (kind, "x-"), &below);
            } else if let Some(holds) = table.holds(name) {
                self.seen.insert((kind, "(keys)".to_owned()));
                if !INNER_NAMES.contains(&kind) {
                    self.word((kind, "(keys)"), name, &below, How::Text);
                }
                self.value(value, holds, (kind, "(keys)"), &below);
            } else {
                assert!(!self.strict, "{below}: `{name}` is in no table");
            }
        }
    }

    fn value(&mut self, value: &Json, holds: Holds, field: (Kind, &str), pointer: &str) {
        match holds {
            Holds::Object(kind) | Holds::BooleanOr(kind) if !value.is_boolean() => {
                self.object(value, kind, pointer);
            }
            Holds::ObjectOrList(kind) => self.object(value, kind, pointer),
            _ if NAMES.contains(&(field.0, field.1)) => self.word(field, "", pointer, How::Effect),
            Holds::Choice(_) | Holds::Choices(_) | Holds::ChoiceOrChoices(_) => {
                self.word(field, "", pointer, How::Effect);
            }
            _ => self.leaves(value, field, pointer),
        }
    }

    /// The keys and scalars of a value that may be anything.
    fn leaves(&mut self, value: &Json, field: (Kind, &str), pointer: &str) {
        match value {
            Json::Object(entries) => {
                for (name, value) in entries {
                    self.word(field, name, pointer, How::Text);
                    self.leaves(value, field, &format!("{pointer}/{name}"));
                }
            }
            Json::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.leaves(item, field, &format!("{pointer}/{index}"));
                }
            }
            Json::String(text) if text.contains("://") => self.word(field, text, pointer, How::Address),
            Json::String(text) => self.word(field, text, pointer, How::Text),
            Json::Number(number) => self.word(field, &number.to_string(), pointer, How::Text),
            Json::Bool(_) => self.word(field, "", pointer, How::Effect),
            Json::Null => {}
        }
    }

    fn word(&mut self, field: (Kind, &str), text: &str, pointer: &str, how: How) {
        let field = (field.0, field.1.to_owned());
        self.words.push(Word { pointer: pointer.to_owned(), field, text: text.to_owned(), how });
    }
}

fn exempt(kind: Kind, field: &str) -> bool {
    EXEMPT.iter().any(|(other, name, _)| *other == kind && *name == field)
}

/// The fields that no object of the definition has, of all that the tables know.
fn fields_without_a_word(version: Version, seen: &BTreeSet<(Kind, String)>) -> Vec<String> {
    let mut wanted = vec![Kind::Root];
    let mut known = BTreeSet::new();
    let mut missing = Vec::new();
    while let Some(kind) = wanted.pop() {
        if !known.insert(kind) {
            continue;
        }
        let table = tables(version).of(kind);
        let mut need = |name: &str| {
            if !seen.contains(&(kind, name.to_owned())) && !exempt(kind, name) {
                missing.push(format!("{}: {name}", kind.name()));
            }
        };
        table.field_names().for_each(&mut need);
        if table.shape.extensions && !exempt(kind, "x-") {
            need("x-");
        }
        let keys = match table.shape.keys {
            Keys::None => None,
            Keys::Every(holds)
            | Keys::HeaderNames(holds)
            | Keys::Paths(holds)
            | Keys::Statuses(holds)
            | Keys::Methods(holds) => Some(holds),
        };
        if keys.is_some() {
            need("(keys)");
        }
        let fields = table.field_names().filter_map(|name| table.field(name));
        wanted.extend(fields.chain(keys).filter_map(Holds::kind).chain(table.shape.items));
    }
    missing
}

struct Pages {
    /// The path of each page, its text, and the addresses of its links.
    pages: Vec<(String, String, String)>,
    /// The path of each twin, and what it says.
    twins: Vec<(String, String)>,
}

impl Pages {
    fn of(definition: &Json) -> Self {
        let options = SiteOptions {
            internal: Visibility::Show,
            samples: vec!["http".to_owned()],
            ..SiteOptions::default()
        };
        let site: Site = plain_site_with(&definition.to_string(), &options);
        let pages = site.files.iter().filter(|file| file.path.ends_with(".html"));
        let pages = pages.map(|file| {
            let html = std::str::from_utf8(&file.bytes).unwrap();
            let links = super::tests::attributes(html, "href").join("\n").replace("&#x2f;", "/");
            let menu = html.split("<nav").skip(1).filter_map(|nav| nav.split_once("</nav>"));
            let menu: String = menu.map(|(nav, _)| visible_text(nav)).collect();
            (file.path.clone(), format!("{}\n{menu}", visible_text(html)), links)
        });
        let twins = site.files.iter().filter(|file| file.path.ends_with(".md"));
        let twins =
            twins.map(|file| (file.path.clone(), std::str::from_utf8(&file.bytes).unwrap().to_owned()));
        Pages { pages: pages.collect(), twins: twins.collect() }
    }

    fn has(&self, word: &Word) -> bool {
        let folder = folder(&word.pointer);
        self.pages.iter().filter(|(path, ..)| path.contains(&folder)).any(|(_, text, links)| {
            text.contains(&word.text) || word.how == How::Address && links.contains(&word.text)
        })
    }

    fn twin_has(&self, word: &Word) -> bool {
        let folder = folder(&word.pointer).replace(".html", ".md");
        let exempt = EXEMPT_IN_TWINS
            .iter()
            .any(|(kind, name, _)| (*kind, *name) == (word.field.0, word.field.1.as_str()));
        exempt || self.twins.iter().any(|(path, text)| path.contains(&folder) && text.contains(&word.text))
    }

    fn text(&self) -> String {
        self.pages.iter().map(|(path, text, _)| format!("{path}\n{text}\n")).collect()
    }

    fn twin_text(&self) -> String {
        self.twins.iter().map(|(path, text)| format!("{path}\n{text}\n")).collect()
    }
}

/// Where a word belongs, by the place where it is written: a part of the path of its page.
fn folder(pointer: &str) -> String {
    let parts: Vec<&str> = pointer.split('/').skip(1).collect();
    let schema =
        |name: &str| format!("schemas/{}.html", super::slug::slug(name, super::slug::Spelling::Pascal));
    match parts.as_slice() {
        ["tags", ..] => "tags/".to_owned(),
        ["paths", name, ..] if !name.starts_with("x-") => "operations/".to_owned(),
        ["webhooks" | "x-webhooks", ..] => "webhooks/".to_owned(),
        ["components", "schemas", name, ..] | ["definitions", name, ..] => schema(name),
        ["components", "securitySchemes", ..] | ["securityDefinitions", ..] => "index.html".to_owned(),
        ["components", _, _, ..] | ["parameters" | "responses", ..] => "operations/".to_owned(),
        ["security" | "consumes" | "produces", ..] => "operations/".to_owned(),
        _ => "index.html".to_owned(),
    }
}

fn without(definition: &Json, pointer: &str) -> Json {
    let mut definition = definition.clone();
    let (around, name) = pointer.rsplit_once('/').unwrap();
    match definition.pointer_mut(around).unwrap() {
        Json::Object(entries) => {
            entries.shift_remove(&name.replace("~1", "/").replace("~0", "~"));
        }
        Json::Array(items) => {
            items.remove(name.parse().unwrap());
        }
        _ => unreachable!("only objects and lists hold something"),
    }
    definition
}

fn check(version: Version, text: &str) {
    let definition = super::values::node_json(super::tests::memory(text).root());
    let mut walk = Walk::new(version, true);
    walk.object(&definition, Kind::Root, "");
    let mut complaints: Vec<String> = fields_without_a_word(version, &walk.seen);
    complaints.iter_mut().for_each(|field| field.insert_str(0, "not in the definition: "));

    let pages = Pages::of(&definition);
    for word in walk.words.iter().filter(|word| word.how != How::Effect && !pages.has(word)) {
        let place = if word.pointer.is_empty() { "#" } else { &word.pointer };
        complaints.push(format!("not on {}: `{}` of {place}", folder(&word.pointer), word.text));
    }
    for word in walk.words.iter().filter(|word| word.how != How::Effect && !pages.twin_has(word)) {
        complaints.push(format!(
            "in no twin of {}: `{}` of {}",
            folder(&word.pointer),
            word.text,
            word.pointer
        ));
    }
    let mut effects: BTreeMap<&(Kind, String), Vec<&Word>> = BTreeMap::new();
    for word in walk.words.iter().filter(|word| word.how == How::Effect) {
        effects.entry(&word.field).or_default().push(word);
    }
    let (whole, twins) = (pages.text(), pages.twin_text());
    for (field, words) in effects {
        let (mut shown, mut told) = (
            false,
            EXEMPT_IN_TWINS.iter().any(|(kind, name, _)| (*kind, *name) == (field.0, field.1.as_str())),
        );
        for word in &words {
            if shown && told {
                break;
            }
            let other = Pages::of(&without(&definition, &word.pointer));
            shown |= other.text() != whole;
            told |= other.twin_text() != twins;
        }
        if !shown {
            complaints.push(format!("makes no difference: {} of {}", field.1, words[0].pointer));
        }
        if !told {
            complaints.push(format!("makes no difference in twins: {} of {}", field.1, words[0].pointer));
        }
    }
    assert!(complaints.is_empty(), "{} of {}\n{}", complaints.len(), walk.words.len(), complaints.join("\n"));
    assert!(walk.words.len() > 200, "{} words", walk.words.len());
}

#[test]
fn every_field_of_3_2_is_on_the_pages() {
    check(Version::V3_2, include_str!("../../tests/definitions/markers/3.2.yaml"));
}

#[test]
fn every_field_of_3_1_is_on_the_pages() {
    check(Version::V3_1, include_str!("../../tests/definitions/markers/3.1.yaml"));
}

#[test]
fn every_field_of_3_0_is_on_the_pages() {
    check(Version::V3_0, include_str!("../../tests/definitions/markers/3.0.yaml"));
}

#[test]
fn every_field_of_2_0_is_on_the_pages() {
    check(Version::V2_0, include_str!("../../tests/definitions/markers/2.0.yaml"));
}
