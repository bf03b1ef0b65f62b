//! The sidebar of each page of an API. It is the same on all pages but for the open list, the way to the API's folder
//! and the entry of the page itself, so it is written once for each list and put together for each page.

use minijinja::Value;
use rustc_hash::FxHashMap;

use crate::site::code::value;
use crate::site::frame::{Frame, Signs, Slot};
use crate::site::page::shell::{Nav, NavList};
use crate::site::template::{TemplateError, Templates};

/// The sidebars of one API.
#[derive(Debug)]
pub(super) struct Sidebar<'n> {
    nav: &'n Nav,
    ways: Vec<Way<'n>>,
}

/// The sidebars of the pages that lie equally deep.
#[derive(Debug)]
struct Way<'n> {
    /// The way from a page to the API's folder.
    up: String,
    /// Where no list is open.
    closed: String,
    /// Where a list is, by its name.
    open: FxHashMap<&'n str, Open<'n>>,
}

#[derive(Debug)]
struct Open<'n> {
    list: &'n NavList,
    /// The sidebar, with a place for the entries.
    frame: Frame,
    entries: Vec<String>,
}

impl<'n> Sidebar<'n> {
    /// Writes the sidebars for pages whose way to the API's folder is one of `ups`.
    pub(super) fn new(
        (templates, signs): (&Templates, &Signs),
        nav: &'n Nav,
        ups: &[&str],
        marked: bool,
    ) -> Result<Self, TemplateError> {
        let view = value(nav);
        let mut macros = templates.macros("part/nav.html")?;
        let mut ways = Vec::new();
        for up in ups {
            let [_, entries] = signs.values();
            let with =
                |list: &str| [view.clone(), Value::from(*up), list.into(), marked.into(), entries.clone()];
            let closed = macros.call("sidebar", &with(""))?;
            let mut open = FxHashMap::default();
            let lists = nav.groups.iter().flat_map(|group| &group.lists);
            for list in lists.filter(|list| !list.items.is_empty()) {
                let frame = signs.frame(&macros.call("sidebar", &with(&list.id))?);
                let mut entries = Vec::with_capacity(list.items.len());
                for item in &list.items {
                    entries.push(macros.call("nav_items", &[value(&[item]), Value::from(*up)])?);
                }
                open.insert(list.id.as_str(), Open { list, frame, entries });
            }
            ways.push(Way { up: (*up).to_owned(), closed, open });
        }
        Ok(Sidebar { nav, ways })
    }

    /// The sidebar of a page with a list open.
    pub(super) fn of(&self, list: &str, address: &str, up: &str) -> Option<Value> {
        let way = self.ways.iter().find(|way| way.up == up)?;
        let href = format!("<a href=\"{up}{}\"", escaped(address));
        let html = match way.open.get(list) {
            None => current(&way.closed, &href),
            Some(open) => {
                let entries = open.entries[self.nav.window(open.list, address)].join("\n");
                let entries = current(&entries, &href);
                let piece = |slot| if let Slot::Text(text) = slot { text } else { &entries };
                open.frame.pieces().map(piece).collect()
            }
        };
        Some(Value::from_safe_string(html))
    }
}

/// Marks the entry of the page itself.
fn current(html: &str, href: &str) -> String {
    match html.find(href) {
        Some(at) => {
            let (before, after) = html.split_at(at + href.len());
            format!("{before} aria-current=\"page\"{after}")
        }
        None => html.to_owned(),
    }
}

fn escaped(address: &str) -> String {
    let mut html = String::new();
    crate::site::code::escape(address, &mut html);
    html
}
