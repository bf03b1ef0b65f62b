//! What is around a page's content: crumbs, links, downloads, the window of the navigation.

use minijinja::Value;

use super::Maker;
use crate::site::input::Layout;
use crate::site::page::shell::{Foot, Shell};
use crate::site::render::RenderError;
use crate::site::view::Linked;

/// What the files of the bundled definition are called.
pub(super) const BUNDLES: [(&str, &str); 2] = [("YAML", "openapi.yaml"), ("JSON", "openapi.json")];

impl Maker<'_, '_> {
    pub(super) fn downloads(&self, up: &str) -> Vec<Linked> {
        let mut links = Vec::new();
        // One file has no files beside it.
        let beside = self.shared.input.options.layout == Layout::Folder;
        if beside && self.is_bundled {
            links.extend(BUNDLES.map(|(word, file)| Linked::to(word, Some(format!("{up}{file}")))));
        }
        let written = self.cx.source_url(&self.cx.api.node.location());
        if let Some(url) = written {
            links.push(Linked::to(self.cx.words.get("as_written"), Some(url)));
        }
        if let Some(url) = self.cx.base_source_url() {
            links.push(Linked::to(self.cx.words.fill("as_on", &[&self.cx.against]), Some(url)));
        }
        links
    }

    pub(super) fn nav_crumb(&self, list: &str) -> Option<Linked> {
        let found = self.nav.groups.iter().flat_map(|group| &group.lists).find(|known| known.id == list)?;
        Some(Linked::to(found.label.clone(), Some(format!("../{}", found.path))))
    }

    /// The surroundings of a page of this API.
    pub(super) fn shell(&self, address: &str, title: &str, list: &str) -> Shell {
        let shared = self.shared;
        let deep = address.contains('/');
        let up = if deep { "../" } else { "" };
        let root = if deep { "../../" } else { "../" };
        let several = !shared.is_lone();
        let is_overview = address == "index.html";
        // The sidebar names the first of several pages that list the same.
        let first =
            self.cx.change_pages.first_of(address).or_else(|| self.cx.problem_pages.first_of(address));
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
        let beside = shared.input.options.layout == Layout::Folder;
        links.extend(file.clone().filter(|_| beside).map(|file| Linked::to("Markdown", Some(file))));
        let mut crumbs = Vec::new();
        if several {
            let site = shared.site_title();
            crumbs.push(Linked::to(site, Some(format!("{root}index.html"))));
        }
        if !is_overview {
            crumbs.push(Linked::to(self.title.clone(), Some(format!("{up}index.html"))));
        }
        Shell {
            lang: shared.words.lang,
            description: String::new(),
            title: if is_overview { self.title.clone() } else { format!("{title}, {}", self.title) },
            root: root.to_owned(),
            up: up.to_owned(),
            current: address.to_owned(),
            twin: file,
            assets: self.assets.clone(),
            brand: self.title.clone(),
            home: format!("{up}index.html"),
            all_apis: several.then(|| format!("{root}index.html")),
            nav: self.sidebar.of(list, first.as_deref().unwrap_or(address), up),
            banner: self.banner(up),
            crumbs,
            marked: !self.cx.marks.changes.is_empty(),
            foot: Foot {
                source: Some(Linked::to(self.input.file, self.cx.source_url(&self.cx.api.node.location()))),
                links,
                tool: self.cx.words.fill("rendered_by", &[&shared.input.options.tool_version]),
            },
        }
    }

    /// The banner of the pages whose way to the API's folder is `up`.
    fn banner(&self, up: &str) -> Option<Value> {
        self.banners.iter().find(|(way, _)| way == up).map(|(_, banner)| banner.clone())
    }

    /// Makes the surroundings of the overview fit the site's own folder, from where the API's is `folder`.
    pub(super) fn lift(&self, shell: &mut Shell, folder: &str) {
        shell.root = String::new();
        folder.clone_into(&mut shell.up);
        shell.nav = self.sidebar.of("", "index.html", folder);
        shell.banner = self.banner(folder);
        for link in &mut shell.foot.links {
            if let Some(href) = &mut link.href
                && href.starts_with("openapi.")
            {
                *href = format!("{folder}{href}");
            }
        }
    }
}
