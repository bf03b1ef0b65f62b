//! The pages of one API. Over 700 lines: one function for each kind of page, with the addresses that they share.

use minijinja::Value;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Shared;
use super::entries;
use super::nav::{Lists, addresses, lists, nav, schema_marks};
use super::sidebar::Sidebar;
use crate::api::{Api, Operation, SchemaId};
use crate::diff::ChangeTotals;
use crate::problem::ProblemTotals;
use crate::site::SiteFile;
use crate::site::asset::hashed;
use crate::site::code::value;
use crate::site::context::{Context, Page, Placed, Scope, percent_path};
use crate::site::input::ApiInput;
use crate::site::markdown::{Wanted, cut, plain};
use crate::site::marks::{Marks, OperationKey, Side, key_of};
use crate::site::page::changes::changes_page;
use crate::site::page::failure::FailurePage;
use crate::site::page::guide::{Guide, GuidePage, Target, guides, target};
use crate::site::page::index::{ApiCard, CountView};
use crate::site::page::listing::{tag_label, tag_page};
use crate::site::page::operation::{self, Neighbour, OperationPair, anchor_of, operation_page};
use crate::site::page::overview::{AboutLine, SchemaItem, overview_page};
use crate::site::page::problems::{operation_places, problems_page, view};
use crate::site::page::rows;
use crate::site::page::schema::schema_page;
use crate::site::page::shell::{AssetNames, Foot, Nav, NavMark, Shell, short_commit};
use crate::site::search::{self, Entry};
use crate::site::template::TemplateError;
use crate::site::usage::Usage;
use crate::site::view::{Chip, Linked};

/// What comes out of one API.
pub(super) struct Rendered {
    pub(super) files: Vec<SiteFile>,
    /// Fingerprints with addresses relative to the site's folder.
    pub(super) changes: Vec<(String, String)>,
    pub(super) problems: Vec<(String, String)>,
    pub(super) card: ApiCard,
    /// What the author of the guides should know.
    pub(super) notes: Vec<String>,
}

/// One rendered page with what stands on it.
#[derive(Default)]
struct Made {
    files: Vec<SiteFile>,
    changes: Vec<(usize, String)>,
    problems: Vec<(usize, String)>,
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
    assets: AssetNames,
    nav: &'m Nav,
    sidebar: Sidebar<'m>,
    totals: (Option<ChangeTotals>, ProblemTotals),
    title: String,
    /// The texts of the model's files.
    texts: FxHashMap<&'m str, &'m str>,
}

/// Renders the pages of one API.
pub(super) fn render<'a>(shared: &Shared<'a>, number: usize) -> Result<Rendered, TemplateError> {
    let input = &shared.input.apis[number];
    let folder = shared.folders[number].as_str();
    let Some(api) = input.head else { return failure(shared, input, folder) };
    let changes = input.changes.unwrap_or_default();
    let base = input.base.filter(|_| input.changes.is_some());
    let marks = Marks::new(Some(api), base, changes, input.problems);
    let guides = guides(&shared.input.options.guides);
    let addresses = addresses(api, base, shared.input.options);
    let target = shared.input.record.target_branch.as_deref();
    let cx = Context {
        api,
        base,
        options: shared.input.options,
        words: &shared.words,
        markdown: &shared.markdown,
        marks: &marks,
        addresses: &addresses,
        problem_counts: problem_counts(&marks, api),
        operation_at: operation_places(api),
        operations: all_operations(api, base),
        base_operations: base.map(operations_by_key).unwrap_or_default(),
        against: target.unwrap_or(shared.words.get("base")).to_owned(),
    };
    let usage = Usage::of(api);
    let lists = lists(&cx);
    let nav = nav(&cx, &lists, &guides, input.changes.is_some());
    let script = nav.script().map(|script| hashed(&format!("nav-{folder}"), "js", script));
    let search_name = format!("assets/search-{folder}-{}.js", content_hash(input, shared));
    let assets = AssetNames {
        nav: script.as_ref().map(|file| file.path.clone()),
        search: Some(search_name.clone()),
        ..shared.assets.clone()
    };
    let maker = Maker {
        shared,
        input,
        cx: &cx,
        folder,
        assets,
        sidebar: Sidebar::new(
            &shared.templates,
            &nav,
            &["", "../", &format!("{folder}/")],
            !marks.changes.is_empty(),
        )?,
        nav: &nav,
        totals: (
            input.changes.map(ChangeTotals::count),
            ProblemTotals::count(input.problems.iter().map(|problem| &problem.problem)),
        ),
        title: api_title(api, shared, input),
        texts: texts(api),
    };
    let mut files: Vec<SiteFile> = script.into_iter().collect();
    let made = maker.inner_pages(&lists, &usage)?;
    let mut entries = Vec::new();
    let mut placed = Placements::default();
    for page in made {
        files.extend(page.files);
        entries.extend(page.entries);
        placed.changes.extend(page.changes);
        placed.problems.extend(page.problems);
    }
    let (outer, placed) = maker.outer_pages(&lists, &usage, &guides, placed)?;
    files.extend(outer.files);
    let notes = outer.notes;
    entries.extend(outer.entries);
    files.push(SiteFile { path: search_name, bytes: search::script(&entries).into() });
    files.extend(maker.definitions());
    let address = |address: &String| format!("{folder}/{address}");
    let changes_at = changes.iter().zip(&placed.changes);
    let problems_at = input.problems.iter().enumerate().map(|(index, problem)| {
        let own = placed.problems.get(index).cloned().flatten();
        let place = own.unwrap_or_else(|| super::super::page::problems::address(index));
        (problem.problem.fingerprint(), address(&place))
    });
    Ok(Rendered {
        changes: changes_at.map(|(change, at)| (change.fingerprint.clone(), address(at))).collect(),
        problems: problems_at.collect(),
        card: maker.card(),
        files,
        notes,
    })
}

/// Where changes and problems were seen, in the order in which a place is preferred.
#[derive(Default)]
struct Placements {
    changes: Vec<(usize, String)>,
    problems: Vec<(usize, String)>,
}

fn api_title(api: &Api<'_>, shared: &Shared<'_>, input: &ApiInput<'_, '_>) -> String {
    let own = shared.input.options.title.as_deref().filter(|_| shared.is_lone());
    let title = own.or(api.info.title).map(str::trim).filter(|title| !title.is_empty());
    cut(title.unwrap_or(input.name), 100)
}

/// Everything that the search index is a function of, as ten hex digits.
fn content_hash(input: &ApiInput<'_, '_>, shared: &Shared<'_>) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(text.as_bytes());
        hasher.update(&[0]);
    };
    add(&shared.input.options.tool_version);
    add(shared.words.lang);
    add(&format!("{:?}", shared.input.options.internal));
    for text in input.definition_json.iter().chain(&input.definition_yaml) {
        add(text);
    }
    if let Some(api) =
        input.head.filter(|_| input.definition_json.is_none() && input.definition_yaml.is_none())
    {
        let mut seen = std::collections::BTreeMap::new();
        for schema in &api.schemas {
            let source = schema.node.document().source();
            seen.insert(source.path().clone(), source.text());
        }
        seen.insert(api.node.document().source().path().clone(), api.node.document().source().text());
        seen.values().for_each(|text| add(text));
    }
    input.changes.iter().flat_map(|changes| changes.iter()).for_each(|change| add(&change.fingerprint));
    for (path, text) in &shared.input.options.guides {
        add(path);
        add(text);
    }
    hasher.finalize().to_hex()[..10].to_owned()
}

fn texts<'t>(api: &'t Api<'_>) -> FxHashMap<&'t str, &'t str> {
    let mut texts = FxHashMap::default();
    let schemas = api.schemas.iter().map(|schema| schema.node);
    let operations = api.operations.iter().flat_map(|operation| [operation.node, operation.path_item]);
    for node in schemas.chain(operations).chain([api.node]) {
        let source = node.document().source();
        texts.insert(&**source.path(), source.text());
    }
    texts
}

fn operations_by_key<'p, 'd>(api: &'p Api<'d>) -> FxHashMap<OperationKey, &'p Operation<'d>> {
    let all = api.operations.iter().chain(&api.webhooks);
    all.map(|operation| (key_of(operation), operation)).collect()
}

fn problem_counts(marks: &Marks<'_>, api: &Api<'_>) -> FxHashMap<crate::document::Place, usize> {
    let operations = operation_places(api);
    let mut counts = FxHashMap::default();
    for (index, problem) in marks.problems.iter().enumerate() {
        if !crate::site::page::shell::in_rows(problem.problem.severity) {
            continue;
        }
        let found = marks.problem_chain(index).iter().find(|(_, place)| operations.contains_key(place));
        if let Some((_, place)) = found {
            *counts.entry(*place).or_default() += 1;
        }
    }
    counts
}

fn all_operations<'a, 'd>(
    api: &'a Api<'d>,
    base: Option<&'a Api<'d>>,
) -> FxHashMap<OperationKey, (Side, &'a Operation<'d>)> {
    let mut all = FxHashMap::default();
    for operation in api.operations.iter().chain(&api.webhooks) {
        all.entry(key_of(operation)).or_insert((Side::Head, operation));
    }
    for operation in base.iter().flat_map(|base| base.operations.iter().chain(&base.webhooks)) {
        all.entry(key_of(operation)).or_insert((Side::Base, operation));
    }
    all
}

/// The pages before and after an operation's.
#[derive(Default)]
struct Around {
    neighbours: [Option<Neighbour>; 2],
    /// The nearest ones that changed.
    changed: [Option<Neighbour>; 2],
}

/// A page of an operation or a schema.
enum Job<'j, 'd> {
    Operation { pair: OperationPair<'j, 'd>, list: &'j str, around: Box<Around> },
    Schema(SchemaId),
}

impl<'m, 'a> Maker<'m, 'a> {
    /// The pages of schemas and operations, in a stable order: schemas first.
    fn inner_pages(&self, lists: &'m Lists<'m, 'a>, usage: &Usage) -> Result<Vec<Made>, TemplateError> {
        let cx = self.cx;
        let mut jobs: Vec<Job<'m, 'a>> = Vec::new();
        let mut seen = FxHashSet::default();
        for (_, id) in &cx.api.components {
            if seen.insert(*id) {
                jobs.push(Job::Schema(*id));
            }
        }
        let ordered = lists.pages();
        let is_changed = |at: &usize| !cx.marks.of_operation(&key_of(ordered[*at].2)).is_empty();
        let changed: Vec<usize> = (0..ordered.len()).filter(is_changed).collect();
        for (at, (list, side, now)) in ordered.iter().enumerate() {
            let key = key_of(now);
            let was = cx.base_operations.get(&key).copied().filter(|_| *side == Side::Head);
            let neighbour = |at: Option<usize>| {
                let (_, side, operation) = ordered.get(at?)?;
                let address = cx.addresses.operations.get(&(*side, operation.node.place()))?;
                Some(Neighbour { title: operation::title(operation), href: format!("../{address}") })
            };
            let neighbours = [neighbour(at.checked_sub(1)), neighbour(Some(at + 1))];
            let here = changed.partition_point(|changed| *changed < at);
            let next = if changed.get(here) == Some(&at) { here + 1 } else { here };
            let near = [here.checked_sub(1), Some(next)].map(|at| at.and_then(|at| changed.get(at)).copied());
            let around = Box::new(Around { neighbours, changed: near.map(neighbour) });
            jobs.push(Job::Operation { pair: OperationPair { now, side: *side, was }, list, around });
        }
        let page = |job: &Job<'m, 'a>| {
            let made = self.inner_page(job, usage)?;
            made.files.iter().for_each(self.shared.listener);
            Ok(made)
        };
        jobs.par_iter().map(page).collect()
    }

    fn inner_page(&self, job: &Job<'m, 'a>, usage: &Usage) -> Result<Made, TemplateError> {
        match job {
            Job::Operation { pair, list, around } => self.operation(*pair, list, around),
            Job::Schema(id) => self.schema(*id, usage),
        }
    }

    fn operation(
        &self,
        pair: OperationPair<'m, 'a>,
        list: &str,
        around: &Around,
    ) -> Result<Made, TemplateError> {
        let cx = self.cx;
        let place = (pair.side, pair.now.node.place());
        let Some(address) = cx.addresses.operations.get(&place) else { return Ok(Made::default()) };
        let title = operation::title(pair.now);
        let mut shell = self.shell(address, &title, list);
        shell.description = operation::description(pair.now);
        shell.crumbs.extend(self.nav_crumb(list));
        let location = pair.now.node.location();
        shell.foot.source = Some(Linked::to(
            format!("{}:{}", location.file, location.start.line),
            cx.source_url(&location).filter(|_| pair.side == Side::Head),
        ));
        let mut page = Page::new(cx, "../", operation::scope(pair.now));
        let mut view = operation_page(&mut page, pair, shell, around.neighbours.clone());
        if let Some(changes) = &mut view.changes {
            changes.pages = around.changed.clone();
        }
        let mut made = Made { entries: entries::of_operation(&view, address), ..Made::default() };
        let key = key_of(pair.now);
        self.note_places(&page, address, &mut made, cx.marks.of_operation(&key));
        let mut filler = self.shared.fragments.filler(&self.shared.templates);
        rows::of_operation(&mut view, &mut |row| filler.fill(row));
        filler.finish()?;
        self.write("operation", address, &value(&view), &mut made)?;
        Ok(made)
    }

    fn schema(&self, id: SchemaId, usage: &Usage) -> Result<Made, TemplateError> {
        let cx = self.cx;
        let name = cx.api.component_name(id).unwrap_or_default();
        let Some(address) = cx.addresses.schemas.get(name) else { return Ok(Made::default()) };
        let mut shell = self.shell(address, &cut(name, 100), "schemas");
        shell.description = cx.api.schema(id).description.map(|text| plain(text, 160)).unwrap_or_default();
        shell.crumbs.extend(self.nav_crumb("schemas"));
        let location = cx.api.schema(id).node.location();
        let text = format!("{}:{}", location.file, location.start.line);
        shell.foot.source = Some(Linked::to(text, cx.source_url(&location)));
        let mut page = Page::new(cx, "../", Scope::All);
        let mut view = schema_page(&mut page, id, usage, shell);
        let mut made = Made { entries: entries::of_schema(&view, address), ..Made::default() };
        let unowned: Vec<usize> = self.changes_on(&page).into_iter().collect();
        self.note_places(&page, address, &mut made, &unowned);
        let mut filler = self.shared.fragments.filler(&self.shared.templates);
        rows::of_schema(&mut view, &mut |row| filler.fill(row));
        filler.finish()?;
        self.write("schema", address, &value(&view), &mut made)?;
        Ok(made)
    }

    /// The changes whose nearest part stands on a page.
    fn changes_on(&self, page: &Page<'_, '_, '_>) -> std::collections::BTreeSet<usize> {
        page.anchors.keys().flat_map(|place| self.cx.marks.changes_at(*place).iter().copied()).collect()
    }

    fn note_places(&self, page: &Page<'_, '_, '_>, address: &str, made: &mut Made, changes: &[usize]) {
        let marks = self.cx.marks;
        let full =
            |anchor: &str| if anchor == "main" { address.to_owned() } else { format!("{address}#{anchor}") };
        for index in changes {
            let anchor = anchor_of(page, *index).unwrap_or("main");
            made.changes.push((*index, full(anchor)));
        }
        let mut problems: Vec<(usize, String)> = Vec::new();
        for (place, anchors) in &page.anchors {
            let Some((_, anchor)) = anchors.first() else { continue };
            problems.extend(marks.problems_at(*place).iter().map(|index| (*index, full(anchor))));
        }
        problems.sort();
        made.problems.extend(problems);
    }

    /// Overview, tags, guides, changes, problems, and where everything came to stand.
    fn outer_pages(
        &self,
        lists: &Lists<'m, 'a>,
        usage: &Usage,
        guides: &[Guide],
        mut seen: Placements,
    ) -> Result<(Made, Placed), TemplateError> {
        let cx = self.cx;
        let mut made = Made::default();
        let mut page = Page::new(cx, "", Scope::All);
        // Once for the anchors, once more with what they lead to.
        let schemas = self.schema_items(usage);
        let listings = lists.listings(cx);
        let first = overview_page(
            &mut page,
            self.shell("index.html", &self.title, ""),
            Vec::new(),
            Vec::new(),
            Vec::new(),
            &Placed::default(),
        );
        let on_page: Vec<usize> = self.changes_on(&page).into_iter().collect();
        let mut overview = Made::default();
        self.note_places(&page, "index.html", &mut overview, &on_page);
        seen.changes.extend(overview.changes);
        seen.problems.extend(overview.problems);
        let placed = self.settle(seen);
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
            let view = overview_page(
                &mut page,
                shell,
                listings.clone(),
                schemas.clone(),
                self.downloads(&folder),
                &placed,
            );
            let view = value(&view);
            let html = self.lead_home(self.shared.templates.render("page/overview.html", &view)?, &folder);
            made.files.push(SiteFile { path: address.clone(), bytes: html.into() });
            let text = self.shared.templates.render("text/overview.md", &view)?;
            made.files.push(SiteFile {
                path: format!("{}md", address.trim_end_matches("html")),
                bytes: text.into(),
            });
        }
        self.tags(lists, usage, &mut made)?;
        self.guide_pages(guides, &mut made)?;
        self.change_and_problem_pages(&placed, &mut made)?;
        let llms = crate::site::text::llms(self.cx, &self.title, &lists.listings_whole(cx), &schemas, guides);
        made.files.push(SiteFile { path: format!("{}/llms.txt", self.folder), bytes: llms.into() });
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

    /// The preferred place of each change and problem.
    fn settle(&self, seen: Placements) -> Placed {
        let marks = self.cx.marks;
        let mut changes: Vec<Option<String>> = vec![None; marks.changes.len()];
        for (index, address) in seen.changes {
            let owned = marks.owner(index).is_some();
            let from_operation = address.starts_with("operations/") || address.starts_with("webhooks/");
            // The row on the operation's page, else the row on the schema's, else the operation's page.
            let on_schema = changes[index].as_ref().is_some_and(|old| old.starts_with("schemas/"));
            let better = owned && from_operation && address.contains('#') && on_schema;
            if changes[index].is_none() || better {
                changes[index] = Some(address);
            }
        }
        let mut problems: Vec<Option<String>> = vec![None; marks.problems.len()];
        for (index, address) in seen.problems {
            problems[index].get_or_insert(address);
        }
        for (index, slot) in problems.iter_mut().enumerate().filter(|(_, slot)| slot.is_none()) {
            let mut chain = marks.problem_chain(index).iter();
            *slot = chain.find_map(|place| self.cx.addresses.operations.get(place).cloned());
        }
        let subjects = (0..marks.changes.len()).map(|index| {
            let (_, operation) = self.cx.operation(marks.owner(index)?)?;
            Some(operation::title(operation))
        });
        Placed {
            subjects: subjects.collect(),
            changes: changes
                .into_iter()
                .enumerate()
                .map(|(index, place)| place.unwrap_or_else(|| format!("changes.html#change-{}", index + 1)))
                .collect(),
            problems,
        }
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

    fn tags(&self, lists: &Lists<'m, 'a>, usage: &Usage, made: &mut Made) -> Result<(), TemplateError> {
        let cx = self.cx;
        for listing in lists.listings_whole(cx) {
            if !listing.href.starts_with("tags/") {
                continue;
            }
            let mut shell = self.shell(&listing.href, &listing.label, &listing.id);
            shell.description = listing.label.clone();
            let schemas = lists.schemas_of(&listing.id, cx, usage);
            let address = listing.href.clone();
            made.entries.push(entries::of_list(&listing, &address));
            let tag = cx.api.tags.iter().find(|tag| cx.addresses.tags.get(tag.name) == Some(&listing.href));
            let view = tag_page(cx, tag, shell, listing, schemas);
            self.write("tag", &address, &value(&view), made)?;
        }
        Ok(())
    }

    fn guide_pages(&self, guides: &[Guide], made: &mut Made) -> Result<(), TemplateError> {
        for guide in guides {
            let mut shell = self.shell(&guide.address, &guide.title, "");
            shell.description = plain(&guide.text, 160);
            let view = GuidePage {
                page: shell,
                title: guide.title.clone(),
                prose: self.guide_text(guide, guides, &mut made.notes),
            };
            made.entries.push(entries::of_guide(guide));
            self.write("guide", &guide.address, &value(&view), made)?;
        }
        Ok(())
    }

    /// The text of a guide, with its links and pictures led to where they are.
    fn guide_text(&self, guide: &Guide, guides: &[Guide], notes: &mut Vec<String>) -> Option<Value> {
        let options = self.shared.input.options;
        let mut resolve = |written: &str, wanted: Wanted| {
            let known = (&self.shared.pictures, &options.known_files);
            let found = match (target(guide, guides, known, written), wanted) {
                (Target::Page(page), Wanted::Link) => Some(page),
                (Target::Picture(picture), _) => Some(picture),
                (Target::File(path), Wanted::Link) => {
                    let template = options.source_url.as_deref()?;
                    return Some(template.replace("{file}", &percent_path(&path)).replace("{line}", "1"));
                }
                _ => None,
            };
            if found.is_none() {
                notes.push(match wanted {
                    Wanted::Link => format!("{}: the link to `{written}` leads nowhere", guide.path),
                    Wanted::Picture => format!("{}: the picture `{written}` is not shown", guide.path),
                });
            }
            found
        };
        self.cx.markdown.guide(&guide.text, &mut resolve)
    }

    fn change_and_problem_pages(&self, placed: &Placed, made: &mut Made) -> Result<(), TemplateError> {
        let cx = self.cx;
        let words = cx.words;
        if self.input.changes.is_some() {
            let mut view = changes_page(cx, self.shell("changes.html", "", ""), placed);
            view.page.title = format!("{}, {}", view.title, self.title);
            view.page.description = view.title.clone();
            view.compared = self.compared();
            self.write("changes", "changes.html", &value(&view), made)?;
            made.entries.push(entries::of_page(words.get("changes_title"), &view.title, "changes.html"));
        }
        let texts = |file: &str| self.text_of(file);
        let mut view = problems_page(cx, self.shell("problems.html", "", ""), placed, &texts);
        view.page.title = format!("{}, {}", view.title, self.title);
        view.page.description = view.title.clone();
        let gate = words.get(&format!("gate_{}", self.shared.input.options.fail_on)).to_owned();
        view.checked.push(AboutLine {
            label: words.get("gate").to_owned(),
            was: None,
            values: vec![Linked::plain(gate)],
        });
        self.write("problems", "problems.html", &value(&view), made)?;
        made.entries.push(entries::of_page(words.get("problems_title"), &view.title, "problems.html"));
        Ok(())
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
            AboutLine { label, was: None, values: vec![Linked::plain(text)] }
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
            AboutLine { label: words.get("gate").to_owned(), was: None, values: vec![Linked::plain(gate)] },
        ]
    }

    /// The text of a file of the model, or one that was given.
    fn text_of(&self, file: &str) -> Option<&'m str> {
        let given = self.input.texts.iter().find(|(path, _)| *path == file).map(|(_, text)| *text);
        given.or_else(|| self.texts.get(file).copied())
    }

    fn definitions(&self) -> Vec<SiteFile> {
        let mut files = Vec::new();
        for (name, text) in
            [("openapi.yaml", &self.input.definition_yaml), ("openapi.json", &self.input.definition_json)]
        {
            if let Some(text) = text {
                let path = format!("{}/{name}", self.folder);
                files.push(SiteFile { path, bytes: text.clone().into() });
            }
        }
        files
    }

    fn downloads(&self, up: &str) -> Vec<Linked> {
        let mut links = Vec::new();
        if self.input.definition_yaml.is_some() {
            links.push(Linked::to("YAML", Some(format!("{up}openapi.yaml"))));
        }
        if self.input.definition_json.is_some() {
            links.push(Linked::to("JSON", Some(format!("{up}openapi.json"))));
        }
        let written = self.cx.source_url(&self.cx.api.node.location());
        if let Some(url) = written {
            links.push(Linked::to(self.cx.words.get("as_written"), Some(url)));
        }
        links
    }

    fn nav_crumb(&self, list: &str) -> Option<Linked> {
        let found = self.nav.groups.iter().flat_map(|group| &group.lists).find(|known| known.id == list)?;
        Some(Linked::to(found.label.clone(), Some(format!("../{}", found.path))))
    }

    /// The surroundings of a page of this API.
    fn shell(&self, address: &str, title: &str, list: &str) -> Shell {
        let shared = self.shared;
        let deep = address.contains('/');
        let up = if deep { "../" } else { "" };
        let root = if deep { "../../" } else { "../" };
        let several = !shared.is_lone();
        let is_overview = address == "index.html";
        let mut links = self.downloads(up);
        for link in &mut links {
            link.text = match link.text.as_str() {
                "YAML" => self.cx.words.get("bundled_yaml").to_owned(),
                "JSON" => self.cx.words.get("bundled_json").to_owned(),
                _ => std::mem::take(&mut link.text),
            };
        }
        let twin = address.strip_suffix("html").map(|stem| format!("{stem}md"));
        let file = twin.as_deref().and_then(|twin| twin.rsplit('/').next()).map(str::to_owned);
        links.extend(file.clone().map(|file| Linked::to("Markdown", Some(file))));
        let mut crumbs = Vec::new();
        if several {
            let site = shared.site_title();
            crumbs.push(Linked::to(site, Some(format!("{root}index.html"))));
        }
        if !is_overview {
            crumbs.push(Linked::to(self.title.clone(), Some(format!("{up}index.html"))));
        }
        Shell {
            title: if is_overview { self.title.clone() } else { format!("{title}, {}", self.title) },
            root: root.to_owned(),
            up: up.to_owned(),
            current: address.to_owned(),
            twin: file,
            assets: self.assets.clone(),
            brand: self.title.clone(),
            home: format!("{up}index.html"),
            all_apis: several.then(|| format!("{root}index.html")),
            nav: self.sidebar.of(list, address, up),
            banner: Some(shared.banner(self.totals.0, self.totals.1, up)),
            crumbs,
            marked: !self.cx.marks.changes.is_empty(),
            foot: Foot {
                source: Some(Linked::to(self.input.file, self.cx.source_url(&self.cx.api.node.location()))),
                links,
                tool: self.cx.words.fill("rendered_by", &[&shared.input.options.tool_version]),
            },
            ..shared.shell(title, "")
        }
    }

    /// Links in descriptions that other renderers understand (`#operation/ID`, `#tag/NAME`) lead to our pages.
    fn lead_home(&self, html: String, up: &str) -> String {
        let mut led = html;
        for (prefix, is_tag) in [("href=\"#operation/", false), ("href=\"#tag/", true)] {
            if !led.contains(prefix) {
                continue;
            }
            let mut parts = led.split(prefix);
            let mut text = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                let (name, rest) = part.split_once('"').unwrap_or((part, ""));
                let tag = name.split('/').next().unwrap_or_default();
                let wanted = if is_tag { tag.replace("%20", " ") } else { name.to_owned() };
                let found = if is_tag {
                    let same = |known: &&String| {
                        known.replace(' ', "-").eq_ignore_ascii_case(&wanted.replace(' ', "-"))
                    };
                    let name = self.cx.addresses.tags.keys().filter(same).min();
                    name.and_then(|name| self.cx.addresses.tags.get(name)).cloned()
                } else {
                    self.cx.addresses.by_id.get(&wanted).map(|(address, _)| address.clone())
                };
                let target = found.map_or_else(|| "#main".to_owned(), |address| format!("{up}{address}"));
                text.push_str(&format!("href=\"{target}\"{rest}"));
            }
            led = text;
        }
        led
    }

    /// Makes the surroundings of the overview fit the site's own folder, from where the API's is `folder`.
    fn lift(&self, shell: &mut Shell, folder: &str) {
        shell.root = String::new();
        folder.clone_into(&mut shell.up);
        shell.nav = self.sidebar.of("", "index.html", folder);
        shell.banner = Some(self.shared.banner(self.totals.0, self.totals.1, folder));
        for link in &mut shell.foot.links {
            if let Some(href) = &mut link.href
                && href.starts_with("openapi.")
            {
                *href = format!("{folder}{href}");
            }
        }
    }

    /// Writes a page and its Markdown twin.
    fn write(&self, kind: &str, address: &str, view: &Value, made: &mut Made) -> Result<(), TemplateError> {
        let templates = &self.shared.templates;
        let up = if address.contains('/') { "../" } else { "" };
        let html = self.lead_home(templates.render(&format!("page/{kind}.html"), view)?, up);
        let text = templates.render(&format!("text/{kind}.md"), view)?;
        let stem = address.trim_end_matches("html");
        made.files.push(SiteFile { path: format!("{}/{address}", self.folder), bytes: html.into() });
        made.files.push(SiteFile { path: format!("{}/{stem}md", self.folder), bytes: text.into() });
        Ok(())
    }

    fn card(&self) -> ApiCard {
        model_card(self.shared, self.folder, self.totals, (self.cx.api, self.input.name))
    }
}

/// The card of an API on the first page of several, made without its pages.
pub(super) fn card_of(shared: &Shared<'_>, number: usize) -> ApiCard {
    let input = &shared.input.apis[number];
    let folder = &shared.folders[number];
    let problems = ProblemTotals::count(input.problems.iter().map(|problem| &problem.problem));
    match input.head {
        Some(api) => {
            let totals = (input.changes.map(ChangeTotals::count), problems);
            model_card(shared, folder, totals, (api, input.name))
        }
        None => unreadable_card(shared, folder, problems, input.name),
    }
}

fn model_card(
    shared: &Shared<'_>,
    folder: &str,
    totals: (Option<ChangeTotals>, ProblemTotals),
    (api, name): (&Api<'_>, &str),
) -> ApiCard {
    let words = &shared.words;
    let mut counts = vec![words.count("operations_count", api.operations.len())];
    if !api.webhooks.is_empty() {
        counts.push(words.count("webhooks_count", api.webhooks.len()));
    }
    counts.push(words.count("schemas_count", api.components.len()));
    let mut chips: Vec<Chip> =
        api.info.version.map(|version| Chip::quiet(cut(version, 40))).into_iter().collect();
    chips.push(Chip::quiet(format!("OpenAPI {}", cut(api.version_text, 20))));
    card(
        shared,
        folder,
        totals,
        ApiCard {
            title: cut(api.info.title.unwrap_or(name), 100),
            href: format!("{folder}/index.html"),
            chips,
            text: plain(api.info.summary.or(api.info.description).unwrap_or_default(), 160),
            counts,
            changes: Vec::new(),
            problems: Vec::new(),
            failed: false,
        },
    )
}

/// The card of a definition that cannot be read.
fn unreadable_card(shared: &Shared<'_>, folder: &str, totals: ProblemTotals, name: &str) -> ApiCard {
    let bare = ApiCard {
        title: name.to_owned(),
        href: format!("{folder}/index.html"),
        chips: Vec::new(),
        text: shared.words.get("unreadable").to_owned(),
        counts: Vec::new(),
        changes: Vec::new(),
        problems: Vec::new(),
        failed: true,
    };
    let mut card = card(shared, folder, (None, totals), bare);
    for count in &mut card.problems {
        count.link.href = Some(format!("{folder}/index.html"));
    }
    card
}

/// A card with its counts of changes and problems.
fn card(
    shared: &Shared<'_>,
    folder: &str,
    totals: (Option<ChangeTotals>, ProblemTotals),
    mut card: ApiCard,
) -> ApiCard {
    let words = &shared.words;
    let count = |class: &'static str, key: &str, number: usize, page: &str| CountView {
        class,
        link: Linked::to(words.count(key, number), Some(format!("{folder}/{page}"))),
    };
    if let Some(changes) = totals.0 {
        for (class, key, number) in [
            ("breaking", "n_breaking", changes.breaking),
            ("risky", "n_risky", changes.risky),
            ("", "n_compatible", changes.compatible),
        ] {
            card.changes.extend((number > 0).then(|| count(class, key, number, "changes.html")));
        }
    }
    for (class, key, number) in [
        ("error", "errors", totals.1.error),
        ("", "warnings", totals.1.warning),
        ("", "infos", totals.1.info),
    ] {
        card.problems.extend((number > 0).then(|| count(class, key, number, "problems.html")));
    }
    card
}

/// The page of a definition that cannot be read.
fn failure(shared: &Shared<'_>, input: &ApiInput<'_, '_>, folder: &str) -> Result<Rendered, TemplateError> {
    let words = &shared.words;
    let totals = ProblemTotals::count(input.problems.iter().map(|problem| &problem.problem));
    let mut files = Vec::new();
    let lone = shared.is_lone();
    let views = input.problems.iter().enumerate().take(200).map(|(index, problem)| {
        let file = &*problem.problem.location.file;
        let text = input.texts.iter().find(|(path, _)| *path == file).map(|(_, text)| *text);
        view(words, shared.input.options, (index, problem), text, None)
    });
    let problems: Vec<_> = views.collect();
    for (root, path) in [("../", format!("{folder}/index.html")), ("", "index.html".to_owned())] {
        if root.is_empty() && !lone {
            continue;
        }
        let mut page = shared.shell(input.name, words.get("unreadable"));
        page.root = root.to_owned();
        page.home = if lone { "index.html".to_owned() } else { "../index.html".to_owned() };
        let view = FailurePage {
            page,
            title: words.fill("unreadable_title", &[input.name]),
            file: input.file.to_owned(),
            problems: problems.clone(),
        };
        let html = shared.templates.render("page/failure.html", &value(&view))?;
        files.push(SiteFile { path, bytes: html.into() });
    }
    let at = |index: usize| format!("{folder}/index.html#problem-{}", index + 1);
    let problems = input.problems.iter().enumerate();
    let card = unreadable_card(shared, folder, totals, input.name);
    Ok(Rendered {
        notes: Vec::new(),
        files,
        changes: Vec::new(),
        problems: problems.map(|(index, problem)| (problem.problem.fingerprint(), at(index))).collect(),
        card,
    })
}

/// The name of a list without a tag.
pub(super) const OTHER: &str = "other-operations";

/// The label of a tag, for lists.
pub(super) fn label(tag: &crate::api::Tag<'_>) -> String {
    tag_label(tag)
}
