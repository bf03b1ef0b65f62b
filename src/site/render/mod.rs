//! The order of rendering: addresses, pages of operations and schemas side by side, then the pages that link to them.

mod api;
mod assets;
mod directory;
mod entries;
mod nav;
mod output;
mod sidebar;

use minijinja::Value;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Receiver;
use super::code::value;
use super::fragment::Fragments;
use super::input::{ApiPages, Contents, Layout, Links, SiteInput};
use super::markdown::Markdown;
use super::page::index::{IndexPage, NotFoundPage};
use super::page::shell::{AssetNames, Foot, Shell, banner, sums};
use super::receiver::Kept;
use super::slug::{Spelling, slug};
use super::template::Templates;
use super::view::Linked;
use super::words::Words;
use crate::diff::ChangeTotals;
use crate::problem::ProblemTotals;
use output::Output;

pub(crate) use output::RenderError;

/// What all APIs of a site share.
pub(super) struct Shared<'a> {
    pub(super) words: Words,
    pub(super) markdown: Markdown,
    pub(super) templates: Templates,
    /// Rows that were written already.
    pub(super) fragments: Fragments,
    pub(super) assets: AssetNames,
    /// The pictures of guides: where they are, by their paths.
    pub(super) pictures: FxHashMap<&'a str, String>,
    pub(super) input: &'a SiteInput<'a, 'a>,
    /// The folder of each API.
    pub(super) folders: Vec<String>,
    /// Where the files go.
    pub(super) output: Output<'a>,
}

/// Renders a site and gives each of its files to `receiver` as soon as it is there. The same input gives the same
/// bytes; in which order the receiver gets them is left to chance.
///
/// A folder's pages are let go one by one: beside the input, what is held are the pages that are being rendered, and
/// of each page the lines of the search index and where changes and problems stand. A single file is made of all pages
/// together, so those are held until it is joined.
pub(crate) fn render<'a>(
    input: &'a SiteInput<'a, 'a>,
    receiver: &'a dyn Receiver,
) -> Result<Contents, RenderError> {
    if input.options.layout == Layout::Folder {
        let shared = shared(input, receiver)?;
        return pages(&shared);
    }
    let kept = Kept::default();
    let mut contents = pages(&shared(input, &kept)?)?;
    let words = Words::of(&input.options.lang);
    let templates = Templates::new(&words, &input.options.templates)?;
    let title = site_title(input);
    let joined = super::single::join(&kept.into_files(), (words.lang, &title), &templates)?;
    let Links { changes, problems, pages } = &mut contents.links;
    let addresses =
        changes.values_mut().chain(problems.values_mut()).chain(pages.values_mut().flat_map(ApiPages::each));
    addresses.for_each(|place| *place = joined.address(place));
    (contents.files, contents.bytes) = (1, joined.file.bytes.len() as u64);
    receiver.take(joined.file).map_err(RenderError::Refused)?;
    Ok(contents)
}

/// Renders the pages of all APIs, then those that belong to none.
fn pages(shared: &Shared<'_>) -> Result<Contents, RenderError> {
    let input = shared.input;
    let numbers: Vec<usize> = (0..input.apis.len()).collect();
    let rendered: Vec<api::Rendered> =
        numbers.par_iter().map(|number| api::render(shared, *number)).collect::<Result<_, _>>()?;
    let mut links = Links::default();
    let mut cards = Vec::new();
    let mut notes: Vec<String> = Vec::new();
    for (number, mut rendered) in rendered.into_iter().enumerate() {
        let name = input.apis[number].name.to_owned();
        notes.append(&mut rendered.notes);
        for (fingerprint, address) in rendered.changes {
            links.changes.entry((name.clone(), fingerprint)).or_insert(address);
        }
        for (fingerprint, address) in rendered.problems {
            links.problems.entry((name.clone(), fingerprint)).or_insert(address);
        }
        links.pages.insert(name, ApiPages::of(&input.apis[number], &shared.folders[number]));
        cards.push(rendered.card);
    }
    if input.options.whole.is_none() {
        if input.apis.len() != 1 {
            index(shared, cards)?;
        }
        not_found(shared)?;
    }
    // Every API has the same guides.
    let mut seen = FxHashSet::default();
    notes.retain(|note| seen.insert(note.clone()));
    let (files, bytes) = shared.output.totals();
    Ok(Contents { files, bytes, links, notes })
}

/// Renders what of a site belongs to no API, for a build whose APIs were rendered in parts.
pub(crate) fn front<'a>(
    input: &'a SiteInput<'a, 'a>,
    receiver: &'a dyn Receiver,
) -> Result<Contents, RenderError> {
    let shared = shared(input, receiver)?;
    let mut links = Links::default();
    for (number, api) in input.apis.iter().enumerate() {
        links.pages.insert(api.name.to_owned(), ApiPages::of(api, &shared.folders[number]));
    }
    if input.apis.len() != 1 {
        let cards = (0..input.apis.len()).map(|number| api::card_of(&shared, number)).collect();
        index(&shared, cards)?;
    }
    not_found(&shared)?;
    let (files, bytes) = shared.output.totals();
    Ok(Contents { files, bytes, links, notes: Vec::new() })
}

/// What all pages share; the files of the assets are given away.
fn shared<'a>(input: &'a SiteInput<'a, 'a>, receiver: &'a dyn Receiver) -> Result<Shared<'a>, RenderError> {
    let output = Output::to(receiver);
    let words = Words::of(&input.options.lang);
    let templates = Templates::new(&words, &input.options.templates)?;
    let files = assets::files(input, &words);
    let assets = assets::names(&files, input.options);
    files.into_iter().try_for_each(|file| output.give(file.path, file.bytes))?;
    let mut pictures = FxHashMap::default();
    for picture in &input.options.images {
        let file = picture.file();
        pictures.insert(picture.path.as_str(), file.path.clone());
        output.give(file.path, file.bytes)?;
    }
    let folders = folders(input);
    let markdown = Markdown::default();
    let fragments = Fragments::default();
    Ok(Shared { words, markdown, templates, fragments, assets, pictures, input, folders, output })
}

/// A folder for each API, from its name; no two alike, those of a build's other parts neither.
fn folders(input: &SiteInput<'_, '_>) -> Vec<String> {
    let own: Vec<(&str, &str)> = input.apis.iter().map(|api| (api.name, api.file)).collect();
    let all: Vec<(&str, &str)> = match &input.options.whole {
        Some(whole) => whole.iter().map(|(name, file)| (name.as_str(), file.as_str())).collect(),
        None => own.clone(),
    };
    let mut folders: Vec<String> = Vec::new();
    for (name, file) in &all {
        let mut folder = slug(name, Spelling::Lower);
        if folder == "assets" || folders.contains(&folder) {
            folder = format!("{folder}-{}", super::slug::short_hash(file));
        }
        folders.push(folder);
    }
    let of = |api: &(&str, &str)| {
        let at = all.iter().position(|other| other == api);
        at.map_or_else(|| slug(api.0, Spelling::Lower), |at| folders[at].clone())
    };
    own.iter().map(of).collect()
}

impl Shared<'_> {
    /// Whether the build has one API only.
    pub(super) fn is_lone(&self) -> bool {
        let whole = self.input.options.whole.as_ref();
        whole.map_or(self.input.apis.len(), Vec::len) == 1
    }

    /// The surroundings of a page that belongs to no API.
    pub(super) fn shell(&self, title: &str, description: &str) -> Shell {
        let options = self.input.options;
        let record = self.input.record;
        Shell {
            lang: self.words.lang,
            title: title.to_owned(),
            description: description.to_owned(),
            root: String::new(),
            up: String::new(),
            current: String::new(),
            twin: None,
            assets: AssetNames { nav: None, search: None, ..self.assets.clone() },
            brand: self.site_title(),
            home: "index.html".to_owned(),
            all_apis: None,
            nav: None,
            banner: Some(value(&banner(record, &self.words, Vec::new()))),
            crumbs: Vec::new(),
            marked: false,
            foot: Foot {
                source: None,
                links: Vec::new(),
                tool: self.words.fill("rendered_by", &[&options.tool_version]),
            },
        }
    }

    /// What the site is called.
    pub(super) fn site_title(&self) -> String {
        site_title(self.input)
    }

    /// The banner of a page with the counts of its API.
    pub(super) fn banner(&self, changes: Option<ChangeTotals>, problems: ProblemTotals, up: &str) -> Value {
        value(&banner(self.input.record, &self.words, sums(&self.words, changes, problems, up)))
    }
}

fn site_title(input: &SiteInput<'_, '_>) -> String {
    let own = input.options.title.clone();
    own.unwrap_or_else(|| super::markdown::cut(&input.record.repository, 80))
}

fn index(shared: &Shared<'_>, mut cards: Vec<super::page::index::ApiCard>) -> Result<(), RenderError> {
    // What a reviewer came for stands first: broken ones, then changed ones.
    cards.sort_by_key(|card| (!card.failed, card.changes.is_empty()));
    let failing = cards
        .iter()
        .filter(|card| card.failed || card.problems.iter().any(|count| count.class == "error"))
        .count();
    let words = &shared.words;
    let mut lead = words.count("apis", cards.len());
    if failing > 0 {
        lead = words.fill("with_errors", &[&lead, &failing.to_string()]);
    }
    let title = shared.site_title();
    let page = shared.shell(&title, &lead);
    let view = IndexPage { page, title, lead, cards };
    let html = shared.templates.render("page/index.html", &value(&view))?;
    shared.output.give("index.html".to_owned(), html)
}

fn not_found(shared: &Shared<'_>) -> Result<(), RenderError> {
    let title = shared.words.get("not_found");
    let mut page = shared.shell(title, title);
    page.crumbs = vec![Linked::to(shared.site_title(), Some("index.html".to_owned()))];
    let html = shared.templates.render("page/not-found.html", &value(&NotFoundPage { page }))?;
    shared.output.give("404.html".to_owned(), html)
}
