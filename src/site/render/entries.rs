//! What of a page the search finds.

use crate::site::markdown::plain;
use crate::site::page::guide::Guide;
use crate::site::page::listing::Listing;
use crate::site::page::operation::{Content, OperationPage};
use crate::site::page::schema::SchemaPage;
use crate::site::search::{Counting, Entry, FIELD, FieldNames};
use crate::site::view::{Group, Row, Tree};
use minijinja::Value;

/// Fields of one page that are found.
const MAX_FIELDS: usize = 250;

/// An operation's page: the operation, its parameters and its fields, which are counted in `names`.
pub(super) fn of_operation(view: &OperationPage, address: &str, names: &FieldNames) -> Vec<Entry> {
    let content = &view.content;
    let path: String = content.path.iter().map(|part| part.text.as_str()).collect();
    let method = content.method.as_ref().map_or("", |method| method.full.as_str());
    let statuses: Vec<&str> = content.responses.iter().map(|response| response.status.as_str()).collect();
    let mut texts = vec![
        (10, path.clone()),
        (8, content.title.clone()),
        (4, method.to_owned()),
        (2, statuses.join(" ")),
        (1, text_of(content.prose.as_ref())),
    ];
    texts.extend(view.operation_id.clone().map(|id| (10, id)));
    let mut entries = vec![Entry {
        kind: content.method.as_ref().map_or_else(String::new, |method| method.short.clone()),
        title: content.title.clone(),
        place: path,
        address: address.to_owned(),
        texts,
    }];
    fields_of_content(content, Fields::new(address, names, &mut entries));
    entries
}

fn fields_of_content(content: &Content, mut fields: Fields<'_>) {
    for section in &content.parameters {
        fields.rows(&section.tree.rows, &format!("{}, {}", section.label, content.title));
    }
    for media in content.body.iter().flat_map(|body| &body.medias) {
        fields.tree(&media.tree, &content.title);
    }
    for response in &content.responses {
        let place = format!("{} {}, {}", response.status, response.reason, content.title);
        fields.rows(&response.headers.rows, &place);
        response.medias.iter().for_each(|media| fields.tree(&media.tree, &place));
    }
}

/// A schema's page: the schema and its own properties, which are counted in `names`.
pub(super) fn of_schema(view: &SchemaPage, address: &str, names: &FieldNames) -> Vec<Entry> {
    let values: Vec<&str> = values_of(&view.root).collect();
    let text = text_of(view.prose.as_ref());
    let mut entries = vec![Entry {
        kind: "schema".to_owned(),
        title: view.title.clone(),
        place: text.chars().take(80).collect(),
        address: address.to_owned(),
        texts: vec![(8, view.title.clone()), (3, values.join(" ")), (1, text)],
    }];
    Fields::new(address, names, &mut entries).tree(&view.tree, &view.title);
    entries
}

/// A list's page.
pub(super) fn of_list(listing: &Listing, address: &str) -> Entry {
    Entry {
        kind: "tag".to_owned(),
        title: listing.label.clone(),
        place: String::new(),
        address: address.to_owned(),
        texts: vec![(8, listing.label.clone()), (1, text_of(listing.prose.as_ref()))],
    }
}

/// A guide.
pub(super) fn of_guide(guide: &Guide) -> Entry {
    let headings: Vec<&str> = guide.text.lines().filter(|line| line.starts_with('#')).collect();
    Entry {
        kind: "guide".to_owned(),
        title: guide.title.clone(),
        place: guide.path.clone(),
        address: guide.address.clone(),
        texts: vec![(8, guide.title.clone()), (4, headings.join(" ")), (1, plain(&guide.text, 400))],
    }
}

/// The pages of changes and problems.
pub(super) fn of_page(title: &str, place: &str, address: &str) -> Entry {
    Entry {
        kind: "page".to_owned(),
        title: title.to_owned(),
        place: place.to_owned(),
        address: address.to_owned(),
        texts: vec![(6, title.to_owned())],
    }
}

/// The first 200 characters of a text.
fn text_of(prose: Option<&Value>) -> String {
    let text = prose.and_then(|prose| prose.get_attr("text").ok());
    let text = text.as_ref().and_then(|text| text.as_str()).unwrap_or_default();
    plain(text, 200)
}

struct Fields<'f> {
    address: &'f str,
    names: Counting<'f>,
    entries: &'f mut Vec<Entry>,
    left: usize,
}

impl<'f> Fields<'f> {
    fn new(address: &'f str, names: &'f FieldNames, entries: &'f mut Vec<Entry>) -> Self {
        Fields { address, names: names.counting(), entries, left: MAX_FIELDS }
    }

    fn tree(&mut self, tree: &Tree, place: &str) {
        self.rows(&tree.rows, place);
        self.groups(&tree.groups, place);
    }

    fn groups(&mut self, groups: &[Group], place: &str) {
        for alternative in groups.iter().flat_map(|group| &group.alternatives) {
            self.tree(&alternative.tree, place);
        }
    }

    fn rows(&mut self, rows: &[Row], place: &str) {
        for row in rows {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            if self.names.is_rare(&row.name) {
                self.entries.push(of_row(row, self.address, place));
            }
            if let Some(fold) = &row.fold {
                self.tree(&fold.tree, place);
            }
            self.groups(&row.groups, place);
        }
    }
}

/// The allowed values of a row, in a list or with their meanings.
fn values_of(row: &Row) -> impl Iterator<Item = &str> {
    let listed = row.values.iter().chain(&row.more_values);
    listed.chain(row.meanings.iter().map(|meaning| &meaning.value)).map(String::as_str)
}

fn of_row(row: &Row, address: &str, place: &str) -> Entry {
    let values: Vec<&str> = values_of(row).take(60).collect();
    let mut texts = vec![(5, row.name.clone())];
    if !values.is_empty() {
        texts.push((3, values.join(" ")));
    }
    Entry {
        kind: FIELD.to_owned(),
        title: row.name.clone(),
        place: place.to_owned(),
        address: format!("{address}#{}", row.id),
        texts,
    }
}

#[cfg(test)]
mod tests {
    use crate::site::tests::plain_site;

    #[test]
    fn values_are_found_with_their_meanings_and_without() {
        let site = plain_site(
            "openapi: 3.1.0\ninfo: {title: T, version: '1'}\ncomponents: {schemas: {Plain: {enum: [on-hold]}, Told: {enum: [sold-out], x-enumDescriptions: {sold-out: None left}}}}\n",
        );
        let index = site.files.iter().find(|file| file.path.starts_with("assets/search-")).unwrap();
        let index = std::str::from_utf8(&index.bytes).unwrap();
        let words: Vec<&str> = index.split('"').flat_map(|text| text.split(' ')).collect();
        assert!(words.contains(&"hold") && words.contains(&"sold"), "{index}");
    }
}
