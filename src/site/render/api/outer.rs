//! The pages around those of operations and schemas: overview, tags, changes, problems.

use rustc_hash::{FxHashMap, FxHashSet};

use super::placements::PageAt;
use super::{Made, Maker};
use crate::site::code::value;
use crate::site::context::{Page, Placed, Scope};
use crate::site::markdown::{cut, plain};
use crate::site::page::changes::changes_page;
use crate::site::page::directory::{Contents, OperationsPage, SchemasPage};
use crate::site::page::guide::Guide;
use crate::site::page::listing::{Listing, tag_page};
use crate::site::page::overview::{AboutLine, SchemaItem, overview_page};
use crate::site::page::problems::{Lines, problems_page};
use crate::site::page::shell::{NavMark, short_commit};
use crate::site::paging::Turn;
use crate::site::render::nav::{Lists, schema_marks};
use crate::site::render::{RenderError, directory, entries};
use crate::site::text::llms;
use crate::site::usage::Usage;
use crate::site::view::Linked;

impl<'m, 'a> Maker<'m, 'a> {
    /// Overview, tags, guides, changes, problems, and where everything came to stand.
    pub(super) fn outer_pages(
        &self,
        lists: &Lists<'m, 'a>,
        usage: &Usage,
        guides: &[Guide],
    ) -> Result<(Made, Placed), RenderError> {
        let cx = self.cx;
        let mut made = Made::default();
        let mut page = Page::new(cx, "", Scope::All);
        // Once for the anchors, once more with what they lead to.
        let schemas = self.schema_items(usage);
        let listings = lists.listings(cx);
        let contents = directory::contents(cx, (lists, &listings), schemas.clone());
        let first = overview_page(
            &mut page,
            self.shell("index.html", &self.title, ""),
            Contents::default(),
            Vec::new(),
            &Placed::default(),
        );
        let on_page: Vec<usize> = self.changes_on(&page).into_iter().collect();
        self.note_places(&page, PageAt { number: usize::MAX, address: "index.html" }, &on_page);
        let placed = self.settle();
        drop(first);
        for (folder, address) in self.overview_files() {
            let mut page = Page::new(cx, &folder, Scope::All);
            let mut shell = self.shell("index.html", &self.title, "");
            if !folder.is_empty() {
                self.lift(&mut shell, &folder);
            }
            shell.description =
                plain(cx.api.info.summary.or(cx.api.info.description).unwrap_or_default(), 160);
            shell.crumbs.clear();
            let view = overview_page(&mut page, shell, contents.clone(), self.downloads(&folder), &placed);
            let view = value(&view);
            let html = self.lead_home(self.shared.templates.render("page/overview.html", &view)?, &folder);
            self.shared.output.give(address.clone(), html)?;
            let text = self.shared.templates.render("text/overview.md", &view)?;
            self.shared.output.give(format!("{}md", address.trim_end_matches("html")), text)?;
        }
        let llms = llms(self.cx, &self.title, &listings, &schemas, guides);
        self.shared.output.give(format!("{}/llms.txt", self.folder), llms)?;
        self.pages_of_all(&listings, &schemas)?;
        self.tags(lists, listings, &mut made)?;
        self.guide_pages(guides, &mut made)?;
        self.change_pages(&placed, &mut made)?;
        self.problem_pages(&placed, &mut made)?;
        Ok((made, placed))
    }

    /// The overview stands in the API's folder; of a lone API in the site's folder too.
    fn overview_files(&self) -> Vec<(String, String)> {
        let mut files = vec![(String::new(), format!("{}/index.html", self.folder))];
        if self.shared.is_lone() {
            files.push((format!("{}/", self.folder), "index.html".to_owned()));
        }
        files
    }

    fn schema_items(&self, usage: &Usage) -> Vec<SchemaItem> {
        let cx = self.cx;
        let (mut seen, marks) = (FxHashSet::default(), schema_marks(cx));
        let components = cx.api.components.iter().filter(|(name, _)| seen.insert(name.clone()));
        components
            .filter_map(|(name, id)| {
                let class = marks.get(name.as_str()).copied();
                Some(SchemaItem {
                    name: cut(name, 80),
                    href: cx.addresses.schemas.get(name)?.clone(),
                    mark: class.map(|class| NavMark::of(class, cx.words)),
                    unused: !usage.is_used(*id),
                })
            })
            .collect()
    }

    /// Pages that name all operations and all schemas of an API whose overview does not.
    fn pages_of_all(&self, listings: &[Listing], schemas: &[SchemaItem]) -> Result<(), RenderError> {
        let words = self.cx.words;
        if directory::has_many_operations(self.cx) {
            let title = directory::all_operations(self.cx);
            let page = self.shell(directory::OPERATIONS, &title, "");
            let view = OperationsPage { page, title, listings };
            self.write("operations", directory::OPERATIONS, &value(&view))?;
        }
        if directory::has_many_schemas(self.cx) {
            let title = words.count("all_schemas", schemas.len());
            let page = self.shell(directory::SCHEMAS, &title, "schemas");
            let view = SchemasPage { page, title, letters: directory::by_letter(schemas) };
            self.write("schemas", directory::SCHEMAS, &value(&view))?;
        }
        Ok(())
    }

    fn tags(
        &self,
        lists: &Lists<'m, 'a>,
        listings: Vec<Listing>,
        made: &mut Made,
    ) -> Result<(), RenderError> {
        let cx = self.cx;
        for listing in listings {
            if !listing.href.starts_with("tags/") {
                continue;
            }
            let mut shell = self.shell(&listing.href, &listing.label, &listing.id);
            shell.description = listing.label.clone();
            let schemas = lists.schemas_of(&listing.id, cx);
            let address = listing.href.clone();
            made.entries.push(entries::of_list(&listing, &address));
            let tag = cx.api.tags.iter().find(|tag| cx.addresses.tags.get(tag.name) == Some(&listing.href));
            let view = tag_page(cx, tag, shell, listing, schemas);
            self.write("tag", &address, &value(&view))?;
        }
        Ok(())
    }

    fn change_pages(&self, placed: &Placed, made: &mut Made) -> Result<(), RenderError> {
        let (cx, paging) = (self.cx, &self.cx.change_pages);
        if self.input.changes.is_none() {
            return Ok(());
        }
        for number in 0..paging.count() {
            let address = paging.address(number);
            let mut view = changes_page(cx, self.shell(&address, "", ""), placed, number);
            view.page.title = self.listing_title(&view.title, &view.turn);
            view.page.description = view.title.clone();
            view.compared = self.compared();
            self.write("changes", &address, &value(&view))?;
            if number == 0 {
                made.entries.push(entries::of_page(cx.words.get("changes_title"), &view.title, &address));
            }
        }
        Ok(())
    }

    fn problem_pages(&self, placed: &Placed, made: &mut Made) -> Result<(), RenderError> {
        let (cx, paging, words) = (self.cx, &self.cx.problem_pages, self.cx.words);
        let gate = words.get(&format!("gate_{}", self.shared.input.options.fail_on)).to_owned();
        let gate = AboutLine::of(words.get("gate"), gate);
        let texts = self.lines_with_problems();
        for number in 0..paging.count() {
            let address = paging.address(number);
            let mut view = problems_page(cx, self.shell(&address, "", ""), (placed, &texts), number);
            view.page.title = self.listing_title(&view.title, &view.turn);
            view.page.description = view.title.clone();
            view.checked.push(gate.clone());
            self.write("problems", &address, &value(&view))?;
            if number == 0 {
                made.entries.push(entries::of_page(words.get("problems_title"), &view.title, &address));
            }
        }
        Ok(())
    }

    /// The title of one of several pages says which one it is.
    fn listing_title(&self, title: &str, turn: &Turn) -> String {
        let here = turn.here.iter().flat_map(|here| [", ", here]).collect::<String>();
        format!("{title}{here}, {}", self.title)
    }

    /// The files in which problems are, by their lines.
    fn lines_with_problems(&self) -> FxHashMap<&'m str, Lines<'m>> {
        let mut lines = FxHashMap::default();
        for problem in self.cx.marks.problems {
            let file = &*problem.problem.location.file;
            if let (false, Some(text)) = (lines.contains_key(file), self.text_of(file)) {
                lines.insert(file, Lines::of(text));
            }
        }
        lines
    }

    fn compared(&self) -> Vec<AboutLine> {
        let record = self.shared.input.record;
        let words = self.cx.words;
        let line = |label: String, version: Option<&str>, commit: Option<&str>| {
            let text = match (version, commit.map(short_commit)) {
                (Some(version), Some(commit)) => words.fill("version_at", &[version, &commit]),
                (Some(version), None) => version.to_owned(),
                (None, Some(commit)) => commit,
                (None, None) => "?".to_owned(),
            };
            AboutLine::of(label, text)
        };
        let head = match record.pull_request {
            Some(number) => words.fill("pull_request", &[&number.to_string()]),
            None => record.branch.clone().unwrap_or_else(|| words.get("now").to_owned()),
        };
        let base = self.cx.base.and_then(|base| base.info.version);
        let gate =
            words.get(&format!("changes_gate_{}", self.shared.input.options.changes_fail_on)).to_owned();
        vec![
            line(self.cx.against.clone(), base, record.base_commit.as_deref()),
            line(head, self.cx.api.info.version, record.commit.as_deref()),
            AboutLine::of(words.get("gate"), gate),
        ]
    }

    /// The text of a file of the model, or one that was given.
    fn text_of(&self, file: &str) -> Option<&'m str> {
        let given = self.input.texts.iter().find(|(path, _)| *path == file).map(|(_, text)| *text);
        given.or_else(|| self.texts.get(file).copied())
    }
}
