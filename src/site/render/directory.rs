//! What the overview of a large API shows in place of all its operations: a row for each list, and pages that name
//! everything; and lists by path for an API that has no tags.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::nav::{List, Lists};
use crate::api::Operation;
use crate::diff::Impact;
use crate::site::context::Context;
use crate::site::markdown::plain;
use crate::site::marks::{Side, key_of};
use crate::site::page::directory::{Contents, DirectoryRow, Letter};
use crate::site::page::listing::Listing;
use crate::site::page::overview::SchemaItem;
use crate::site::view::{Chip, Linked};

/// Operations of an API from which on its overview lists tags, not operations.
const MANY_OPERATIONS: usize = 150;
/// Named schemas from which on the overview shows only those that changed.
const MANY_SCHEMAS: usize = 200;
/// Operations without a tag from which on they are listed by their paths.
const MANY_UNTAGGED: usize = 40;
/// The page that names all operations of a large API.
pub(super) const OPERATIONS: &str = "operations.html";
/// The page that names all schemas of a large API.
pub(super) const SCHEMAS: &str = "schemas.html";

/// Whether the overview shows a row for each list in place of its operations.
pub(super) fn has_many_operations(cx: &Context<'_, '_>) -> bool {
    cx.api.operations.len() + cx.api.webhooks.len() > MANY_OPERATIONS
}

/// Whether the schemas have a page that names them all.
pub(super) fn has_many_schemas(cx: &Context<'_, '_>) -> bool {
    cx.api.components.len() > MANY_SCHEMAS
}

/// `All 1,223 operations and 270 webhooks`.
pub(super) fn all_operations(cx: &Context<'_, '_>) -> String {
    let words = cx.words;
    match (cx.api.operations.len(), cx.api.webhooks.len()) {
        (operations, 0) => words.count("all_operations", operations),
        (0, webhooks) => words.count("all_webhooks", webhooks),
        (operations, webhooks) => {
            let counts = [("operations_count", operations), ("webhooks_count", webhooks)];
            let [operations, webhooks] = counts.map(|(key, number)| words.count(key, number));
            words.fill("all_operations_and_webhooks", &[&operations, &webhooks])
        }
    }
}

/// Schemas by their names, whatever the case, under the letters that they begin with. What begins with no letter comes
/// first.
pub(super) fn by_letter(schemas: &[SchemaItem]) -> Vec<Letter> {
    let mut letters: BTreeMap<String, Vec<(String, SchemaItem)>> = BTreeMap::new();
    for schema in schemas {
        let first = schema.name.chars().next().filter(|first| first.is_alphabetic());
        let letter = first.map(|first| first.to_uppercase().collect()).unwrap_or_default();
        letters.entry(letter).or_default().push((schema.name.to_lowercase(), schema.clone()));
    }
    let letter = |(letter, mut schemas): (String, Vec<(String, SchemaItem)>)| {
        schemas.sort_by(|(one, _), (other, _)| one.cmp(other));
        Letter {
            id: if letter.is_empty() { "letter".to_owned() } else { format!("letter-{letter}") },
            letter: if letter.is_empty() { "#".to_owned() } else { letter },
            schemas: schemas.into_iter().map(|(_, schema)| schema).collect(),
        }
    };
    letters.into_iter().map(letter).collect()
}

/// What the overview lists.
pub(super) fn contents(
    cx: &Context<'_, '_>,
    (lists, listings): (&Lists<'_, '_>, &[Listing]),
    schemas: Vec<SchemaItem>,
) -> Contents {
    let words = cx.words;
    let mut contents = Contents { schemas, ..Contents::default() };
    if has_many_operations(cx) {
        contents.directory = lists.all().map(|list| row(cx, list)).collect();
        contents.all_operations = Some(Linked::to(all_operations(cx), Some(OPERATIONS.to_owned())));
    } else {
        contents.listings = listings.to_vec();
    }
    if has_many_schemas(cx) {
        let text = words.count("all_schemas", contents.schemas.len());
        contents.schemas.retain(|schema| schema.mark.is_some());
        contents.all_schemas = Some(Linked::to(text, Some(SCHEMAS.to_owned())));
    }
    contents
}

fn row(cx: &Context<'_, '_>, list: &List<'_, '_>) -> DirectoryRow {
    let words = cx.words;
    let mut chips = Vec::new();
    let (mut changed, mut breaking) = (0, 0);
    for (_, operation) in &list.operations {
        let changes = cx.marks.of_operation(&key_of(operation));
        changed += usize::from(!changes.is_empty());
        breaking += changes.iter().filter(|at| cx.marks.changes[**at].impact == Impact::Breaking).count();
    }
    if breaking > 0 {
        chips.push(Chip::on(words.count("n_breaking", breaking), "is-change breaking"));
    } else if changed > 0 {
        chips.push(Chip::on(words.count("n_changed", changed), "is-change changed"));
    }
    let text = list.tag.and_then(|tag| tag.description).map(|text| plain(text, 140));
    DirectoryRow {
        id: list.id.clone(),
        label: list.label.clone(),
        href: list.path.clone(),
        text: text.unwrap_or_default(),
        count: words.count("operations_count", list.operations.len()),
        chips,
    }
}

/// Operations with the sides that they are on.
type Sided<'m, 'a> = Vec<(Side, &'m Operation<'a>)>;

/// Operations by the first part of their paths that tells them apart, when there are many without a tag: else one
/// list would hold hundreds.
pub(super) fn by_path<'m, 'a>(operations: &Sided<'m, 'a>) -> Option<Vec<(String, Sided<'m, 'a>)>> {
    if operations.len() <= MANY_UNTAGGED {
        return None;
    }
    let parts = |path: &'m str| path.split('/').filter(|part| !part.is_empty());
    let is_fixed = |part: &&str| !part.contains('{');
    let (_, first) = operations.first()?;
    let mut shared: Vec<&str> = parts(first.path).take_while(is_fixed).collect();
    for (_, operation) in operations {
        let same = parts(operation.path).zip(&shared).take_while(|(one, other)| one == *other).count();
        shared.truncate(same);
    }
    let mut order: Vec<String> = Vec::new();
    let mut groups: FxHashMap<String, Sided<'m, 'a>> = FxHashMap::default();
    for (side, operation) in operations {
        let own = parts(operation.path).nth(shared.len()).filter(is_fixed);
        let label: Vec<&str> = shared.iter().copied().chain(own).collect();
        let label = format!("/{}", label.join("/"));
        let group = groups.entry(label.clone()).or_default();
        if group.is_empty() {
            order.push(label);
        }
        group.push((*side, *operation));
    }
    // Paths that have nothing in common make no lists.
    let is_useful = order.len() > 1 && order.len() * 2 <= operations.len();
    is_useful.then(|| {
        order.into_iter().map(|label| (label.clone(), groups.remove(&label).unwrap_or_default())).collect()
    })
}

#[cfg(test)]
mod tests {
    use crate::site::tests::{check_links, plain_site, text};

    fn definition(paths: &[String], tag: &str, schemas: usize) -> String {
        let mut text = "openapi: 3.1.0\ninfo: {title: Large, version: '1'}\npaths:\n".to_owned();
        for (number, path) in paths.iter().enumerate() {
            text.push_str(&format!(
                "  {path}:\n    get: {{operationId: get{number}, {tag}responses: {{'200': {{description: ok}}}}}}\n"
            ));
        }
        text.push_str("components:\n  schemas:\n    Last: {type: string}\n");
        (0..schemas).for_each(|number| text.push_str(&format!("    Schema{number}: {{type: string}}\n")));
        text
    }

    #[test]
    fn a_large_api_has_a_directory_and_pages_that_name_everything() {
        let paths: Vec<String> = (0..200).map(|number| format!("/things/{number}")).collect();
        let site = plain_site(&definition(&paths, "tags: [Things], ", 300));
        check_links(&site);
        let overview = text(&site, "ferries/index.html");
        assert!(
            overview.contains("class=\"directory\"") && overview.contains("200 operations"),
            "{overview}"
        );
        assert!(overview.contains("href=\"operations.html\"") && overview.contains("href=\"schemas.html\""));
        assert!(!overview.contains("/things/7<") && !overview.contains("Schema7<"));
        let all = text(&site, "ferries/operations.html");
        assert!(
            all.contains("<li id=\"operation/get7\">"),
            "links of other renderers are led on from here: {all}"
        );
        assert!(paths.iter().all(|path| all.contains(&format!("{path}</li>"))), "{all}");
        let schemas = text(&site, "ferries/schemas.html");
        assert!((0..300).all(|number| schemas.contains(&format!("Schema{number}</a> <"))), "{schemas}");
        let elements = schemas.matches('<').count() - schemas.matches("</").count();
        assert!(elements < 300 * 4, "{elements} elements");
    }

    #[test]
    fn all_schemas_stand_by_their_names_under_letters() {
        let mut definition = definition(&["/a".to_owned()], "", 201);
        definition.push_str(
            "    apple: {type: string}\n    Apricot: {type: string}\n    aPe: {type: string}\n    _x: {}\n",
        );
        let site = plain_site(&definition);
        let page = text(&site, "ferries/schemas.html");
        let mut rest = page.split_once("<main").map_or("", |(_, main)| main);
        let jumps = ["href=\"#letter\">#<", "href=\"#letter-A\">A<", "href=\"#letter-L\">L<"];
        let order =
            [">_x<", ">aPe<", ">apple<", ">Apricot<", ">Last<", ">Schema0<", ">Schema1<", ">Schema10<"];
        for expected in jumps.into_iter().chain(order) {
            let Some((_, after)) = rest.split_once(expected) else { panic!("{expected} is missing: {page}") };
            rest = after;
        }
        let twin = text(&site, "ferries/schemas.md");
        assert!(twin.find("[aPe]") < twin.find("[Apricot]"), "{twin}");
    }

    #[test]
    fn operations_and_webhooks_are_counted_apart() {
        let paths: Vec<String> = (0..200).map(|number| format!("/things/{number}")).collect();
        let definition = definition(&paths, "tags: [Things], ", 0);
        let site = plain_site(&format!(
            "{definition}webhooks:\n  sailed: {{post: {{responses: {{'200': {{description: ok}}}}}}}}\n"
        ));
        let expected = "All 200 operations and 1 webhook<";
        assert!(text(&site, "ferries/index.html").contains(expected));
        assert!(text(&site, "ferries/operations.html").contains(&format!("<h1>{expected}")));
    }

    #[test]
    fn a_small_api_lists_everything_on_its_overview() {
        let paths: Vec<String> = (0..20).map(|number| format!("/things/{number}")).collect();
        let site = plain_site(&definition(&paths, "", 3));
        let overview = text(&site, "ferries/index.html");
        assert!(overview.contains("Schema2") && !overview.contains("class=\"directory\""), "{overview}");
        assert!(!site.files.iter().any(|file| file.path.ends_with("/operations.html")));
    }

    #[test]
    fn many_operations_without_tags_are_listed_by_their_paths() {
        let things = (0..30).map(|number| format!("/v1/things/{number}"));
        let people = (0..30).map(|number| format!("/v1/people/{number}"));
        let paths: Vec<String> = things.chain(people).chain(["/v1/{anything}".to_owned()]).collect();
        let site = plain_site(&definition(&paths, "", 0));
        check_links(&site);
        let page = site.files.iter().find(|file| file.path.starts_with("ferries/tags/path-v1-people"));
        let page = std::str::from_utf8(&page.unwrap().bytes).unwrap();
        assert!(page.contains("<h1>/v1/people</h1>") && page.contains("/people"), "{page}");
        let overview = text(&site, "ferries/index.html");
        assert!(overview.contains(">/v1/things</a>") && overview.contains(">/v1</a>"), "{overview}");
        let different: Vec<String> = (0..60).map(|number| format!("/{number}")).collect();
        let site = plain_site(&definition(&different, "", 0));
        assert!(!site.files.iter().any(|file| file.path.contains("tags/path-")));
    }
}
