//! The order of rendering: addresses, pages of operations and schemas side by side, then the pages that link to them.

mod api;
mod assets;
mod directory;
mod entries;
mod nav;
mod sidebar;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::{FxHashMap, FxHashSet};

use super::SiteFile;
use super::code::value;
use super::fragment::Fragments;
use super::input::{Layout, Links, Site, SiteInput};
use super::markdown::Markdown;
use super::page::index::{IndexPage, NotFoundPage};
use super::page::shell::{AssetNames, Foot, Shell, banner, sums};
use super::slug::{Spelling, slug};
use super::template::{TemplateError, Templates};
use super::view::Linked;
use super::words::Words;
use crate::diff::ChangeTotals;
use crate::problem::ProblemTotals;

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
    /// Who is given files as they are rendered.
    pub(super) listener: FileListener<'a>,
}

/// Who is given files as they are rendered, before the site is whole, and on any thread.
pub(crate) type FileListener<'a> = &'a (dyn Fn(&SiteFile) + Sync);

/// Renders a site. The same input gives the same bytes.
#[cfg(test)]
pub(crate) fn render<'a>(input: &'a SiteInput<'a, 'a>) -> Result<Site, TemplateError> {
    render_telling(input, &|_| {})
}

/// Renders a site, and gives most of its files to `listener` as soon as they are there, each once. The same input gives
/// the same bytes; in which order the listener gets them is left to chance. Of a site of one page it gets nothing.
pub(crate) fn render_telling<'a>(
    input: &'a SiteInput<'a, 'a>,
    listener: FileListener<'a>,
) -> Result<Site, TemplateError> {
    let listener = if input.options.layout == Layout::SingleFile { &|_: &SiteFile| {} } else { listener };
    let (shared, mut files) = shared(input, listener)?;
    let numbers: Vec<usize> = (0..input.apis.len()).collect();
    let rendered: Vec<api::Rendered> =
        numbers.par_iter().map(|number| api::render(&shared, *number)).collect::<Result<_, _>>()?;
    let mut links = Links::default();
    let mut cards = Vec::new();
    let mut notes: Vec<String> = Vec::new();
    for (number, mut rendered) in rendered.into_iter().enumerate() {
        let name = input.apis[number].name.to_owned();
        files.append(&mut rendered.files);
        notes.append(&mut rendered.notes);
        for (fingerprint, address) in rendered.changes {
            links.changes.entry((name.clone(), fingerprint)).or_insert(address);
        }
        for (fingerprint, address) in rendered.problems {
            links.problems.entry((name.clone(), fingerprint)).or_insert(address);
        }
        links.pages.insert(name, format!("{}/index.html", shared.folders[number]));
        cards.push(rendered.card);
    }
    if input.options.whole.is_none() {
        if input.apis.len() != 1 {
            files.push(index(&shared, cards)?);
        }
        files.push(not_found(&shared)?);
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files.dedup_by(|one, other| one.path == other.path);
    if input.options.layout == Layout::SingleFile {
        let title = shared.site_title();
        let joined = super::single::join(&files, (shared.words.lang, &title), &shared.templates)?;
        links.changes.values_mut().for_each(|place| *place = joined.address(place));
        links.problems.values_mut().for_each(|place| *place = joined.address(place));
        links.pages.values_mut().for_each(|place| *place = joined.address(place));
        files = vec![joined.file];
    }
    // Every API has the same guides.
    let mut seen = FxHashSet::default();
    notes.retain(|note| seen.insert(note.clone()));
    Ok(Site { files, links, notes })
}

/// Renders what of a site belongs to no API, for a build whose APIs were rendered in parts.
pub(crate) fn front<'a>(input: &'a SiteInput<'a, 'a>) -> Result<Site, TemplateError> {
    let (shared, mut files) = shared(input, &|_| {})?;
    let mut links = Links::default();
    for (number, api) in input.apis.iter().enumerate() {
        links.pages.insert(api.name.to_owned(), format!("{}/index.html", shared.folders[number]));
    }
    if input.apis.len() != 1 {
        let cards = (0..input.apis.len()).map(|number| api::card_of(&shared, number)).collect();
        files.push(index(&shared, cards)?);
    }
    files.push(not_found(&shared)?);
    Ok(Site { files, links, notes: Vec::new() })
}

/// What all pages share, with the files of the assets.
fn shared<'a>(
    input: &'a SiteInput<'a, 'a>,
    listener: FileListener<'a>,
) -> Result<(Shared<'a>, Vec<SiteFile>), TemplateError> {
    let words = Words::of(&input.options.lang);
    let templates = Templates::new(&words, &input.options.templates)?;
    let mut files = assets::files(input.options, &words);
    let assets = assets::names(&files, input.options);
    let mut pictures = FxHashMap::default();
    for picture in &input.options.images {
        let file = picture.file();
        pictures.insert(picture.path.as_str(), file.path.clone());
        files.push(file);
    }
    let folders = folders(input);
    let markdown = Markdown::default();
    let fragments = Fragments::default();
    Ok((Shared { words, markdown, templates, fragments, assets, pictures, input, folders, listener }, files))
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
            banner: Some(banner(record, &self.words, Vec::new())),
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
        let own = self.input.options.title.clone();
        own.unwrap_or_else(|| super::markdown::cut(&self.input.record.repository, 80))
    }

    /// The banner of a page with the counts of its API.
    pub(super) fn banner(
        &self,
        changes: Option<ChangeTotals>,
        problems: ProblemTotals,
        up: &str,
    ) -> super::page::shell::Banner {
        banner(self.input.record, &self.words, sums(&self.words, changes, problems, up))
    }
}

fn index(
    shared: &Shared<'_>,
    mut cards: Vec<super::page::index::ApiCard>,
) -> Result<SiteFile, TemplateError> {
    // What a reviewer came for stands first: broken ones, then changed ones.
    cards.sort_by_key(|card| (!card.failed, card.changes.is_empty()));
    let failing = cards
        .iter()
        .filter(|card| card.failed || card.problems.iter().any(|count| count.class == "error"))
        .count();
    let words = &shared.words;
    let mut lead = words.count("apis", cards.len());
    if failing > 0 {
        lead = words.fill("of_them_failing", &[&lead, &failing.to_string()]);
    }
    let title = shared.site_title();
    let page = shared.shell(&title, &lead);
    let view = IndexPage { page, title, lead, cards };
    let html = shared.templates.render("page/index.html", &value(&view))?;
    Ok(SiteFile { path: "index.html".to_owned(), bytes: html.into() })
}

fn not_found(shared: &Shared<'_>) -> Result<SiteFile, TemplateError> {
    let title = shared.words.get("not_found");
    let mut page = shared.shell(title, title);
    page.crumbs = vec![Linked::to(shared.site_title(), Some("index.html".to_owned()))];
    let html = shared.templates.render("page/not-found.html", &value(&NotFoundPage { page }))?;
    Ok(SiteFile { path: "404.html".to_owned(), bytes: html.into() })
}
