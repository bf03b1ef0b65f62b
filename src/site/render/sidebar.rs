//! The sidebar of each page of an API. It is the same on all pages but for the open list, the way to the API's folder
//! and the entry of the page itself, so it is written once for each list and put together for each page.

use minijinja::Value;
use rustc_hash::FxHashMap;

use crate::site::code::value;
use crate::site::frame::{Frame, Signs, Slot};
use crate::site::page::shell::{Nav, NavList};
use crate::site::template::{TemplateError, Templates};

/// What marks the entry of the page itself.
const CURRENT: &str = " aria-current=\"page\"";

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
    /// Writes the sidebars for pages whose way to the API's folder is one of `ups`, and for one where no list is ever
    /// open, whose way is `closed`.
    pub(super) fn new(
        (templates, signs): (&Templates, &Signs),
        nav: &'n Nav,
        ups: &[&str],
        closed: &str,
        marked: bool,
    ) -> Result<Self, TemplateError> {
        let view = value(nav);
        let mut macros = templates.macros("part/nav.html")?;
        let mut ways = Vec::new();
        for up in ups.iter().copied().chain([closed]) {
            let [_, entries] = signs.values();
            let with =
                |list: &str| [view.clone(), Value::from(up), list.into(), marked.into(), entries.clone()];
            let none_open = macros.call("sidebar", &with(""))?;
            let mut open = FxHashMap::default();
            let lists = nav.groups.iter().flat_map(|group| &group.lists);
            for list in lists.filter(|list| !list.items.is_empty() && up != closed) {
                let frame = signs.frame(&macros.call("sidebar", &with(&list.id))?);
                let mut entries = Vec::with_capacity(list.items.len());
                for item in &list.items {
                    entries.push(macros.call("nav_items", &[value(&[item]), Value::from(up)])?);
                }
                open.insert(list.id.as_str(), Open { list, frame, entries });
            }
            ways.push(Way { up: up.to_owned(), closed: none_open, open });
        }
        Ok(Sidebar { nav, ways })
    }

    /// The sidebar of a page with a list open.
    pub(super) fn of(&self, list: &str, address: &str, up: &str) -> Option<Value> {
        let way = self.ways.iter().find(|way| way.up == up)?;
        let href = format!("<a href=\"{up}{}\"", escaped(address));
        let mut html = String::new();
        match way.open.get(list) {
            None => {
                html.reserve(way.closed.len() + CURRENT.len());
                add(&way.closed, &href, &mut html);
            }
            Some(open) => {
                let window = self.nav.window(open.list, address);
                let entries = &open.entries[window.clone()];
                let entries_len = entries.iter().map(|entry| entry.len() + 1).sum::<usize>();
                html.reserve(open.frame.len() + entries_len + CURRENT.len());
                let own = open.list.items[window].iter().position(|item| item.path == address);
                for piece in open.frame.pieces() {
                    match piece {
                        Slot::Text(text) => html.push_str(text),
                        _ => entries.iter().enumerate().for_each(|(number, entry)| {
                            if own == Some(number) {
                                add(entry, &href, &mut html);
                            } else {
                                html.push_str(entry);
                            }
                            html.push('\n');
                        }),
                    }
                }
            }
        }
        Some(Value::from_safe_string(html))
    }
}

/// Adds markup in which the entry of the page itself is marked.
fn add(markup: &str, href: &str, html: &mut String) {
    match markup.find(href) {
        Some(at) => {
            let (before, after) = markup.split_at(at + href.len());
            html.extend([before, CURRENT, after]);
        }
        None => html.push_str(markup),
    }
}

fn escaped(address: &str) -> String {
    let mut html = String::new();
    crate::site::code::escape(address, &mut html);
    html
}
