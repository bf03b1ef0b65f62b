//! `llms.txt`: the whole API on one page of Markdown, with links to the Markdown twins of the pages.

use super::context::Context;
use super::page::guide::Guide;
use super::page::listing::Listing;
use super::page::overview::SchemaItem;

/// The text of `llms.txt` (the form of llmstxt.org: a title, a quote, lists of links).
pub(super) fn llms(
    cx: &Context<'_, '_>,
    title: &str,
    listings: &[Listing],
    schemas: &[SchemaItem],
    guides: &[Guide],
) -> String {
    let mut text = format!("# {}\n", one_line(title));
    let info = &cx.api.info;
    if let Some(summary) = info.summary.or(info.description) {
        text.push_str(&format!("\n> {}\n", super::markdown::plain(summary, 300)));
    }
    text.push_str(&format!("\n- [{}](index.md)\n", cx.words.get("overview")));
    for listing in listings {
        text.push_str(&format!("\n## {}\n\n", one_line(&listing.label)));
        for item in &listing.items {
            let path: String = item.path.iter().map(|part| part.text.as_str()).collect();
            let address = format!("{}md", item.href.trim_end_matches("html"));
            let gone = if item.gone { format!(" ({})", cx.words.get("removed")) } else { String::new() };
            let title = one_line(&item.title);
            text.push_str(&format!("- [{} {path}]({address}): {title}{gone}\n", item.method.full));
        }
    }
    if !schemas.is_empty() {
        text.push_str(&format!("\n## {}\n\n", cx.words.get("schemas")));
        for schema in schemas {
            let address = format!("{}md", schema.href.trim_end_matches("html"));
            text.push_str(&format!("- [{}]({address})\n", one_line(&schema.name)));
        }
    }
    if !guides.is_empty() {
        text.push_str(&format!("\n## {}\n\n", cx.words.get("guides")));
        for guide in guides {
            let address = format!("{}md", guide.address.trim_end_matches("html"));
            text.push_str(&format!("- [{}]({address})\n", one_line(&guide.title)));
        }
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(['[', ']'], "")
}
