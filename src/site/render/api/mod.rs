//! The pages of one API: what they are made with, and the order in which they come to be.

mod cards;
mod failure;
mod guides;
mod inner;
mod lookup;
mod outer;
mod placements;
mod surroundings;

use minijinja::Value;
use rustc_hash::FxHashMap;

use crate::api::Api;
use crate::diff::ChangeTotals;
use crate::problem::ProblemTotals;
use crate::site::asset::hashed;
use crate::site::context::{Addresses, Context};
use crate::site::fragment::MacroPool;
use crate::site::input::ApiInput;
use crate::site::likeness::Likeness;
use crate::site::marks::Marks;
use crate::site::page::guide::guides;
use crate::site::page::index::ApiCard;
use crate::site::page::listing::tag_label;
use crate::site::page::problems::operation_places;
use crate::site::page::shell::{AssetNames, Nav};
use crate::site::paging::Paging;
use crate::site::picture::Picture;
use crate::site::render::nav::{addresses, lists, nav};
use crate::site::render::sidebar::Sidebar;
use crate::site::render::{RenderError, Shared};
use crate::site::search::{self, Entry, FieldNames};
use crate::site::usage::Usage;
use cards::model_card;
use failure::failure;
use lookup::{all_operations, api_title, content_hash, operations_by_key, problem_counts, texts};
use placements::Placements;
use surroundings::BUNDLES;

pub(super) use cards::card_of;

/// What comes out of one API beside its files.
pub(super) struct Rendered {
    /// Fingerprints with addresses relative to the site's folder.
    pub(super) changes: Vec<(String, String)>,
    pub(super) problems: Vec<(String, String)>,
    pub(super) card: ApiCard,
    /// What the author of the guides should know.
    pub(super) notes: Vec<String>,
}

/// What stays of pages that are given away.
#[derive(Default)]
struct Made {
    entries: Vec<Entry>,
    /// Links of guides that lead nowhere.
    notes: Vec<String>,
}

/// Everything that the pages of one API are made with.
struct Maker<'m, 'a> {
    shared: &'m Shared<'a>,
    input: &'m ApiInput<'a, 'a>,
    cx: &'m Context<'m, 'a>,
    folder: &'m str,
    /// Whether the bundled definition is in the folder.
    is_bundled: bool,
    assets: AssetNames,
    nav: &'m Nav,
    sidebar: Sidebar<'m>,
    /// The banners by the way to the API's folder.
    banners: Vec<(String, Value)>,
    totals: (Option<ChangeTotals>, ProblemTotals),
    title: String,
    /// The texts of the model's files.
    texts: FxHashMap<&'m str, &'m str>,
    /// The names of all fields.
    names: FieldNames,
    macros: MacroPool<'m>,
    placements: Placements,
}

/// Renders the pages of one API.
pub(super) fn render<'a>(shared: &Shared<'a>, number: usize) -> Result<Rendered, RenderError> {
    let input = &shared.input.apis[number];
    let folder = shared.folders[number].as_str();
    let Some(api) = input.head else { return failure(shared, input, folder) };
    let changes = input.changes.unwrap_or_default();
    let base = input.base.filter(|_| input.changes.is_some());
    let marks = Marks::new(Some(api), base, changes, input.problems);
    let guides = guides(&shared.input.options.guides);
    let addresses = addresses(api, base, shared.input.options);
    let cx = context(shared, input, (api, base), &marks, &addresses);
    let usage = Usage::of(api);
    let lists = lists(&cx);
    let nav = nav(&cx, &lists, &guides, input.changes.is_some());
    let script = nav.script().map(|script| hashed(&format!("nav-{folder}"), "js", script));
    let bundled = (input.bundled)();
    let search_name = format!("assets/search-{folder}-{}.js", content_hash(input, bundled.as_ref(), shared));
    let is_bundled = bundled.is_some();
    for ((_, file), text) in BUNDLES.into_iter().zip(bundled.into_iter().flatten()) {
        shared.output.give(format!("{folder}/{file}"), text)?;
    }
    let assets = AssetNames {
        nav: script.as_ref().map(|file| file.path.clone()),
        search: Some(search_name.clone()),
        logo: shared.assets.logo.clone().or_else(|| input.logo.as_ref().map(|logo| logo.file().path)),
        ..shared.assets.clone()
    };
    let totals = (
        input.changes.map(ChangeTotals::count),
        ProblemTotals::count(input.problems.iter().map(|problem| &problem.problem)),
    );
    // The way from the site's folder, where a lone API has its overview once more.
    let lone = format!("{folder}/");
    let maker = Maker {
        shared,
        input,
        cx: &cx,
        folder,
        is_bundled,
        assets,
        sidebar: Sidebar::new(
            (&shared.templates, shared.fragments.signs()),
            &nav,
            &["", "../"],
            &lone,
            !marks.changes.is_empty(),
        )?,
        banners: ["", "../", &lone].map(|up| (up.to_owned(), shared.banner(totals.0, totals.1, up))).into(),
        nav: &nav,
        totals,
        title: api_title(api, shared, input),
        texts: texts(api),
        names: FieldNames::default(),
        macros: MacroPool::new(&shared.templates),
        placements: Placements::default(),
    };
    script.into_iter().try_for_each(|file| shared.output.give(file.path, file.bytes))?;
    let mut entries = maker.inner_pages(&lists, &usage)?.into_iter().flatten().collect::<Vec<_>>();
    let (outer, placed) = maker.outer_pages(&lists, &usage, &guides)?;
    let notes = outer.notes;
    entries.extend(outer.entries);
    shared.output.give(search_name, search::script(&entries, &maker.names))?;
    if let Some(file) = input.logo.as_ref().map(Picture::file) {
        shared.output.give(file.path, file.bytes)?;
    }
    let address = |address: &String| format!("{folder}/{address}");
    let changes_at = changes.iter().enumerate().map(|(index, change)| {
        let own = placed.changes.get(index).cloned().flatten();
        let place = own.unwrap_or_else(|| cx.change_pages.entry(index));
        (change.fingerprint.clone(), address(&place))
    });
    let problems_at = input.problems.iter().enumerate().map(|(index, problem)| {
        let own = placed.problems.get(index).cloned().flatten();
        let place = own.unwrap_or_else(|| cx.problem_pages.entry(index));
        (problem.problem.fingerprint(), address(&place))
    });
    Ok(Rendered { changes: changes_at.collect(), problems: problems_at.collect(), card: maker.card(), notes })
}

/// What all pages of the API share.
fn context<'m, 'a>(
    shared: &'m Shared<'a>,
    input: &'m ApiInput<'a, 'a>,
    (api, base): (&'m Api<'a>, Option<&'m Api<'a>>),
    marks: &'m Marks<'m>,
    addresses: &'m Addresses,
) -> Context<'m, 'a> {
    let target = shared.input.record.target_branch.as_deref();
    Context {
        api,
        base,
        options: shared.input.options,
        words: &shared.words,
        markdown: &shared.markdown,
        marks,
        change_pages: Paging::of_changes(marks),
        problem_pages: Paging::of_problems(marks.problems),
        addresses,
        problem_counts: problem_counts(marks, api),
        operation_at: operation_places(api),
        operations: all_operations(api, base),
        base_operations: base.map(operations_by_key).unwrap_or_default(),
        likeness: Likeness::of(api, base),
        against: target.unwrap_or(shared.words.get("base")).to_owned(),
        example_files: input.example_texts(),
    }
}

impl Maker<'_, '_> {
    /// Renders a page and its Markdown twin, and gives them away.
    fn write(&self, kind: &str, address: &str, view: &Value) -> Result<(), RenderError> {
        let templates = &self.shared.templates;
        let up = if address.contains('/') { "../" } else { "" };
        let html = self.lead_home(templates.render(&format!("page/{kind}.html"), view)?, up);
        self.shared.output.give(format!("{}/{address}", self.folder), html)?;
        let text = templates.render(&format!("text/{kind}.md"), view)?;
        let stem = address.trim_end_matches("html");
        self.shared.output.give(format!("{}/{stem}md", self.folder), text)
    }

    fn card(&self) -> ApiCard {
        model_card(self.shared, self.folder, self.totals, (self.cx.api, self.input.name))
    }
}

/// The name of a list without a tag.
pub(super) const OTHER: &str = "other-operations";

/// The label of a tag, for lists.
pub(super) fn label(tag: &crate::api::Tag<'_>) -> String {
    tag_label(tag)
}
