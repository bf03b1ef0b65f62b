//! The pages of operations and schemas: most of a site, so they are made in parallel.

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Maker;
use super::placements::PageAt;
use crate::api::{Operation, SchemaId};
use crate::site::code::value;
use crate::site::context::{Page, Scope};
use crate::site::markdown::{cut, plain};
use crate::site::marks::{Side, key_of};
use crate::site::page::operation;
use crate::site::page::operation::{Neighbour, OperationPair, operation_page};
use crate::site::page::rows::{self, Part};
use crate::site::page::schema::schema_page;
use crate::site::render::RenderError;
use crate::site::render::entries;
use crate::site::render::nav::Lists;
use crate::site::search::Entry;
use crate::site::usage::Usage;
use crate::site::view::Linked;

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
    pub(super) fn inner_pages(
        &self,
        lists: &'m Lists<'m, 'a>,
        usage: &Usage,
    ) -> Result<Vec<Vec<Entry>>, RenderError> {
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
        jobs.par_iter().enumerate().map(|(number, job)| self.inner_page(job, number, usage)).collect()
    }

    /// Makes a page and gives it away; what the search finds there stays.
    fn inner_page(&self, job: &Job<'m, 'a>, number: usize, usage: &Usage) -> Result<Vec<Entry>, RenderError> {
        match job {
            Job::Operation { pair, list, around } => self.operation(*pair, (number, list), around),
            Job::Schema(id) => self.schema(*id, number, usage),
        }
    }

    fn operation(
        &self,
        pair: OperationPair<'m, 'a>,
        (number, list): (usize, &str),
        around: &Around,
    ) -> Result<Vec<Entry>, RenderError> {
        let cx = self.cx;
        let place = (pair.side, pair.now.node.place());
        let Some(address) = cx.addresses.operations.get(&place) else { return Ok(Vec::new()) };
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
        let entries = entries::of_operation(&view, address, &self.names);
        self.note_places(&page, PageAt { number, address }, cx.marks.of_operation(&key_of(pair.now)));
        self.fill(|fill| rows::of_operation(&mut view, fill))?;
        self.write("operation", address, &value(&view))?;
        Ok(entries)
    }

    fn schema(&self, id: SchemaId, number: usize, usage: &Usage) -> Result<Vec<Entry>, RenderError> {
        let cx = self.cx;
        let name = cx.api.component_name(id).unwrap_or_default();
        let Some(address) = cx.addresses.schemas.get(name) else { return Ok(Vec::new()) };
        let mut shell = self.shell(address, &cut(name, 100), "schemas");
        shell.description = cx.api.schema(id).description.map(|text| plain(text, 160)).unwrap_or_default();
        shell.crumbs.extend(self.nav_crumb("schemas"));
        let location = cx.api.schema(id).node.location();
        let text = format!("{}:{}", location.file, location.start.line);
        shell.foot.source = Some(Linked::to(text, cx.source_url(&location)));
        let scope = match cx.marks.changes.is_empty() || cx.likeness.is_same(id) {
            true => Scope::Nothing,
            false => Scope::Schema(usage.zones(cx.api, id)),
        };
        let mut page = Page::new(cx, "../", scope);
        let mut view = schema_page(&mut page, id, usage, shell);
        let entries = entries::of_schema(&view, address, &self.names);
        let unowned: Vec<usize> =
            self.changes_on(&page).into_iter().filter(|_| page.marks_anything()).collect();
        self.note_places(&page, PageAt { number, address }, &unowned);
        self.fill(|fill| rows::of_schema(&mut view, fill))?;
        self.write("schema", address, &value(&view))?;
        Ok(entries)
    }

    /// Writes the parts of a page, which `each` calls back with.
    fn fill(&self, each: impl FnOnce(&mut dyn FnMut(Part<'_>))) -> Result<(), RenderError> {
        let mut filler = self.shared.fragments.filler(&self.macros);
        each(&mut |part| match part {
            Part::Said(row) => filler.said(row),
            Part::Tree(tree) => filler.tree(tree),
        });
        Ok(filler.finish()?)
    }
}
