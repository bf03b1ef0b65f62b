//! The author's guides, and links in texts that lead to our own pages.

use minijinja::Value;

use super::{Made, Maker};
use crate::site::code::value;
use crate::site::context::{Page, address_of_line};
use crate::site::markdown::{Wanted, plain};
use crate::site::page::guide::{Guide, GuidePage, Target, target};
use crate::site::render::RenderError;
use crate::site::render::entries;

impl Maker<'_, '_> {
    pub(super) fn guide_pages(&self, guides: &[Guide], made: &mut Made) -> Result<(), RenderError> {
        for guide in guides {
            let mut shell = self.shell(&guide.address, &guide.title, "");
            shell.description = plain(&guide.text, 160);
            let view = GuidePage {
                page: shell,
                title: guide.title.clone(),
                prose: self.guide_text(guide, guides, &mut made.notes),
            };
            made.entries.push(entries::of_guide(guide));
            self.write("guide", &guide.address, &value(&view))?;
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
                    return Some(address_of_line(template, &path, 1));
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

    /// Links in descriptions that other renderers understand (`#operation/ID`, `#tag/NAME`) lead to our pages.
    pub(super) fn lead_home(&self, html: String, up: &str) -> String {
        let mut led = html;
        for (prefix, is_tag) in [("href=\"#operation/", false), ("href=\"#tag/", true)] {
            if memchr::memmem::find(led.as_bytes(), prefix.as_bytes()).is_none() {
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
}
