//! What all pages of one API share, and what one page collects while it is made.

use minijinja::Value;
use rustc_hash::{FxHashMap, FxHashSet};

use super::code::{CodeView, short_json};
use super::input::{Anchors, SiteOptions, Visibility};
use super::likeness::Likeness;
use super::markdown::{Markdown, cut, line};
use super::marks::{Marks, OperationKey, Side, SidePlace, Zone};
use super::paging::Paging;
use super::values::node_json;
use super::view::{ExtensionView, Note};
use super::words::Words;
use crate::api::{Api, Operation, SchemaId};
use crate::diff::Change;
use crate::document::{Entry, Location, Node, Place};
use crate::problem::ApiProblem;

/// Addresses of pages, relative to the API's folder.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// Component schemas by name.
    pub(super) schemas: FxHashMap<String, String>,
    /// Operations and webhooks by the place of the operation object.
    pub(super) operations: FxHashMap<SidePlace, String>,
    /// Operations of the head by `operationId`: address and title.
    pub(super) by_id: FxHashMap<String, (String, String)>,
    /// Titles of operations by place.
    pub(super) titles: FxHashMap<SidePlace, String>,
    /// Tags by name.
    pub(super) tags: FxHashMap<String, String>,
}

/// Where changes and problems came to stand once all pages were made. Addresses are below the API's folder.
#[derive(Debug, Default)]
pub(super) struct Placed {
    /// The row of each change; `None` for one that stands on the changes page alone.
    pub(super) changes: Vec<Option<String>>,
    /// The operation that each change belongs to, in words.
    pub(super) subjects: Vec<Option<String>>,
    /// The row of each problem; `None` for one that stands on the problems page alone.
    pub(super) problems: Vec<Option<String>>,
}

/// What all pages of one API share.
#[derive(Debug)]
pub(super) struct Context<'a, 'd> {
    /// The model that is shown.
    pub(super) api: &'a Api<'d>,
    /// The model of the base.
    pub(super) base: Option<&'a Api<'d>>,
    /// How pages are made.
    pub(super) options: &'a SiteOptions,
    /// The words.
    pub(super) words: &'a Words,
    /// Markdown that was rendered already.
    pub(super) markdown: &'a Markdown,
    /// Changes and problems.
    pub(super) marks: &'a Marks<'a>,
    /// The pages that list all changes.
    pub(super) change_pages: Paging,
    /// The pages that list all problems.
    pub(super) problem_pages: Paging,
    /// Where pages are.
    pub(super) addresses: &'a Addresses,
    /// How many problems stand inside an operation, by the operation's place.
    pub(super) problem_counts: FxHashMap<Place, usize>,
    /// The operations of the head, webhooks among them, by the place of their object.
    pub(super) operation_at: FxHashMap<Place, OperationKey>,
    /// All operations: those of the head, then those that only the base has.
    pub(super) operations: FxHashMap<OperationKey, (Side, &'a Operation<'d>)>,
    /// The operations of the base.
    pub(super) base_operations: FxHashMap<OperationKey, &'a Operation<'d>>,
    /// The named schemas that did not change.
    pub(super) likeness: Likeness,
    /// What the comparison is with, in a word or two: `main`.
    pub(super) against: String,
    /// Texts of files that examples name, by the document and what stands there.
    pub(super) example_files: FxHashMap<(&'a str, &'a str), &'a str>,
}

impl<'a, 'd> Context<'a, 'd> {
    /// The model of a side.
    pub(super) fn side(&self, side: Side) -> &'a Api<'d> {
        match side {
            Side::Head => self.api,
            Side::Base => self.base.unwrap_or(self.api),
        }
    }

    /// An operation by its key.
    pub(super) fn operation(&self, key: &OperationKey) -> Option<(Side, &'a Operation<'d>)> {
        self.operations.get(key).copied()
    }

    /// The text of the file that an example names.
    pub(super) fn example_file(&self, example: Node<'_>, written: &str) -> Option<&'a str> {
        self.example_files.get(&(&**example.document().source().path(), written)).copied()
    }

    /// Whether something with `x-internal: true` is left out.
    pub(super) fn hides(&self, internal: bool) -> bool {
        internal && self.options.internal == Visibility::Hide
    }

    /// The address of a source file at this build's commit.
    pub(super) fn source_url(&self, location: &Location) -> Option<String> {
        source_url(self.options, location)
    }

    /// The address of the base's definition as it is written.
    pub(super) fn base_source_url(&self) -> Option<String> {
        let template = self.options.base_source_url.as_deref()?;
        Some(filled(template, &self.base?.node.location()))
    }

    /// Extensions that nothing here explains, as they are shown.
    pub(super) fn extensions(&self, entries: &[Entry<'d>], known: &[&str]) -> Vec<ExtensionView> {
        if self.options.extensions == Visibility::Hide {
            return Vec::new();
        }
        let unknown = entries.iter().filter(|entry| !known.contains(&entry.name()));
        unknown
            .take(MAX_EXTENSIONS)
            .map(|entry| ExtensionView {
                name: entry.name().to_owned(),
                code: CodeView::from(&short_json(&node_json(entry.value))),
            })
            .collect()
    }

    /// `accepted by Ada`, for a change that someone accepted.
    pub(super) fn accepted_by(&self, change: &Change) -> Option<String> {
        let approval = change.approval.as_ref()?;
        Some(self.words.fill("accepted_by", &[&cut(&approval.who, 80)]))
    }

    /// Extensions of the small objects inside an object, which have no place of their own: `license.x-origin`. A path
    /// is field names with dots between them, `*` for every entry.
    pub(super) fn inner_extensions(&self, node: Node<'d>, paths: &[&str]) -> Vec<ExtensionView> {
        let mut views = Vec::new();
        if self.options.extensions == Visibility::Hide {
            return views;
        }
        for path in paths {
            for (name, inner) in inner_nodes(node, path) {
                let entries: Vec<Entry<'d>> =
                    inner.entries().filter(|entry| entry.name().starts_with("x-")).collect();
                for mut view in self.extensions(&entries, KNOWN_INSIDE) {
                    view.name.insert_str(0, &format!("{name}."));
                    views.push(view);
                }
            }
        }
        views.truncate(MAX_EXTENSIONS);
        views
    }

    /// A text as a part of the page.
    pub(super) fn prose(&self, text: Option<&str>) -> Option<Value> {
        self.markdown.page(text)
    }
}

/// Extensions that one list shows.
const MAX_EXTENSIONS: usize = 40;
/// Extensions of small objects that are shown in their own way, or mean nothing to a reader.
const KNOWN_INSIDE: &[&str] = &["x-internal", "x-displayName"];

/// The objects that a path leads to, with the path that was taken.
fn inner_nodes<'d>(node: Node<'d>, path: &str) -> Vec<(String, Node<'d>)> {
    let mut found = vec![(String::new(), node)];
    for part in path.split('.') {
        let mut next = Vec::new();
        for (name, node) in found {
            let mut add = |key: &str, node: Node<'d>| {
                let dot = if name.is_empty() { "" } else { "." };
                next.push((format!("{name}{dot}{key}"), node));
            };
            if part != "*" {
                node.get(part).into_iter().for_each(|inner| add(part, inner));
                continue;
            }
            node.entries().filter(|entry| !entry.name().starts_with("x-")).for_each(|entry| {
                add(entry.name(), entry.value);
            });
            node.items().enumerate().for_each(|(index, inner)| add(&index.to_string(), inner));
        }
        found = next;
        found.truncate(200);
    }
    found
}

/// The address of a source file at this build's commit.
pub(super) fn source_url(options: &SiteOptions, location: &Location) -> Option<String> {
    options.source_url.as_deref().map(|template| filled(template, location))
}

fn filled(template: &str, location: &Location) -> String {
    address_of_line(template, &location.file, location.start.line)
}

/// An address in which a file, its line and the next one are named.
pub(super) fn address_of_line(template: &str, file: &str, line: u32) -> String {
    // The path last: braces of its own are nobody's names.
    let lines = template.replace("{line}", &line.to_string()).replace("{next}", &(line + 1).to_string());
    lines.replace("{file}", &percent_path(file))
}

/// A path of the repository inside an address.
fn percent_path(path: &str) -> String {
    let mut encoded = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                encoded.push(byte as char);
            }
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

/// Which changes a page marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    /// Those of one operation.
    Operation(OperationKey),
    /// Those of the operations that a schema is in, in the parts that hold it; of any where none is known.
    Schema(FxHashMap<OperationKey, Vec<Zone>>),
    /// None: the page is about what did not change.
    Nothing,
    /// All, each once.
    All,
}

/// Ids that the templates themselves give.
const RESERVED: [&str; 24] = [
    "all",
    "authorization",
    "branches",
    "callbacks",
    "changed",
    "description",
    "hits",
    "live",
    "main",
    "marks",
    "nav",
    "next",
    "operations",
    "prev",
    "properties",
    "prose",
    "q",
    "responses",
    "samples",
    "schemas",
    "security",
    "servers",
    "step",
    "theme",
];

/// One page while it is made.
#[derive(Debug)]
pub(super) struct Page<'c, 'a, 'd> {
    /// What it shares with the others.
    pub(super) cx: &'c Context<'a, 'd>,
    /// The way from the page to the API's folder: empty, or `../`.
    pub(super) up: &'c str,
    /// The changes that it marks.
    pub(super) scope: Scope,
    /// The places that it shows.
    pub(super) anchors: Anchors,
    /// Problems that already stand on it.
    pub(super) noted: FxHashSet<usize>,
    /// Components that the tree at hand has written out.
    pub(super) expanded: FxHashMap<(Side, SchemaId), String>,
    /// Where the named schemas of bodies of errors are written out on the page: errors look alike.
    pub(super) errors: FxHashMap<(Side, SchemaId), String>,
    /// Where lists of headers are written out on the page.
    pub(super) headers: FxHashMap<Vec<SidePlace>, String>,
    /// Rows of the tree at hand.
    pub(super) rows: usize,
    /// Rows of the whole page.
    pub(super) total_rows: usize,
    /// Groups of alternatives so far, for their names.
    pub(super) groups: usize,
    /// The part of the page at hand.
    pub(super) zone: Zone,
    /// Whether the page is about something that only the base has.
    pub(super) removed: bool,
    /// The rows of changes whose place is known better than by what stands there, with the steps between.
    pub(super) rows_of: FxHashMap<usize, (usize, String)>,
    ids: FxHashSet<String>,
}

impl<'c, 'a, 'd> Page<'c, 'a, 'd> {
    /// An empty page.
    pub(super) fn new(cx: &'c Context<'a, 'd>, up: &'c str, scope: Scope) -> Self {
        Page {
            cx,
            up,
            scope,
            anchors: Anchors::default(),
            noted: FxHashSet::default(),
            expanded: FxHashMap::default(),
            errors: FxHashMap::default(),
            headers: FxHashMap::default(),
            rows: 0,
            total_rows: 0,
            groups: 0,
            zone: Zone::Any,
            removed: false,
            rows_of: FxHashMap::default(),
            ids: FxHashSet::default(),
        }
    }

    /// Whether the whole page shows the base: an operation that was removed.
    pub(super) fn shows_base(&self) -> bool {
        self.removed
    }

    /// An address below the API's folder, as this page writes it.
    pub(super) fn link(&self, address: &str) -> String {
        format!("{}{address}", self.up)
    }

    /// The page of a component, as this page writes it.
    pub(super) fn schema_link(&self, side: Side, id: SchemaId) -> Option<String> {
        let name = self.cx.side(side).component_name(id)?;
        self.cx.addresses.schemas.get(name).map(|address| self.link(address))
    }

    /// An anchor that is not taken yet: the wished one, or with a hash of the name that it stands for.
    pub(super) fn take_id(&mut self, wished: String, name: &str) -> String {
        if !RESERVED.contains(&wished.as_str()) && self.ids.insert(wished.clone()) {
            return wished;
        }
        let mut id = format!("{wished}-{}", &super::slug::short_hash(name)[..4]);
        while !self.ids.insert(id.clone()) {
            id.push('x');
        }
        id
    }

    /// Whether nothing changed at any of these places or inside of them.
    pub(super) fn is_untouched(&self, places: &[SidePlace]) -> bool {
        !places.iter().any(|place| self.cx.marks.inside(*place).is_some())
    }

    /// Remembers that places are shown at an anchor; the first one stays. Nobody asks for those that have no change
    /// and no problem.
    pub(super) fn show(&mut self, side: Side, places: impl IntoIterator<Item = Place>, id: &str) {
        let marks = self.cx.marks;
        for place in places.into_iter().filter(|place| marks.is_marked((side, *place))) {
            let known = self.anchors.entry((side, place)).or_default();
            if !known.iter().any(|(zone, _)| *zone == self.zone) {
                known.push((self.zone.clone(), id.to_owned()));
            }
        }
    }

    /// The problems at places that do not stand on the page yet, infos left out.
    pub(super) fn notes(&mut self, places: &[SidePlace]) -> Vec<Note> {
        let mut notes = Vec::new();
        for place in places {
            for index in self.cx.marks.problems_at(*place) {
                let problem = &self.cx.marks.problems[*index];
                if problem.problem.severity == crate::problem::Severity::Info || !self.noted.insert(*index) {
                    continue;
                }
                notes.push(self.note(*index));
            }
        }
        notes
    }

    /// A problem in words.
    pub(super) fn note(&self, index: usize) -> Note {
        let ApiProblemView { class, word, message, rule, place, source, new } =
            problem_view(self.cx.words, self.cx.options, &self.cx.marks.problems[index]);
        let href = self.link(&self.cx.problem_pages.entry(index));
        Note { class, word, message, rule, href, place, source, new }
    }
}

/// What all pages say of a problem.
#[derive(Debug)]
pub(super) struct ApiProblemView {
    /// `error`, `warning` or `info`.
    pub(super) class: &'static str,
    /// The severity in words.
    pub(super) word: String,
    /// The message.
    pub(super) message: super::code::Html,
    /// The rule's id.
    pub(super) rule: String,
    /// `file:line`.
    pub(super) place: String,
    /// The file in the repository.
    pub(super) source: Option<String>,
    /// Whether the base does not have it.
    pub(super) new: bool,
}

/// A problem in words.
pub(super) fn problem_view(words: &Words, options: &SiteOptions, problem: &ApiProblem) -> ApiProblemView {
    let location = &problem.problem.location;
    let severity = problem.problem.severity.name();
    ApiProblemView {
        class: severity,
        word: words.get(severity).to_owned(),
        message: line(&problem.problem.message),
        rule: problem.problem.rule.to_string(),
        place: short_place(location),
        source: source_url(options, location),
        new: problem.new == Some(true),
    }
}

/// `file.yaml:12`, without the file's folders.
pub(super) fn short_place(location: &Location) -> String {
    let file = location.file.rsplit('/').next().unwrap_or(&location.file);
    format!("{file}:{}", location.start.line)
}
