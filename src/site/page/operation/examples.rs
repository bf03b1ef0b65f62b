//! The column of code: samples of the request, example bodies and example answers.

use serde::Serialize;

use super::OperationPair;
use crate::api::OperationKind;
use crate::site::code::{Code, highlight};
use crate::site::context::Page;
use crate::site::example::Extent;
use crate::site::markdown::cut;
use crate::site::page::body;
use crate::site::sample;
use crate::site::tree::Direction;
use crate::site::view::ExampleView;

/// A tab of code.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Tab {
    /// Its label.
    pub(in crate::site) label: String,
    /// Its examples; one unless the author wrote several.
    pub(in crate::site) examples: Vec<ExampleView>,
    /// Whether it is one piece of code and nothing else.
    #[serde(rename = "bare")]
    is_bare: bool,
    /// Whether the author wrote the code.
    written: bool,
}

impl Tab {
    /// A tab of examples that were made here.
    pub(in crate::site) fn made(label: String, examples: Vec<ExampleView>) -> Self {
        let is_bare = matches!(&*examples, [only] if is_bare(only));
        Tab { label, examples, is_bare, written: false }
    }

    /// A tab of examples that the author wrote.
    pub(in crate::site) fn written(label: String, examples: Vec<ExampleView>) -> Self {
        Tab { written: true, ..Tab::made(label, examples) }
    }
}

/// Whether an example says nothing but its value, and not even its name.
fn is_bare(example: &ExampleView) -> bool {
    is_plain(example) && example.label.is_empty() && example.name.is_none() && !example.code.text.is_empty()
}

pub(super) fn samples(page: &Page<'_, '_, '_>, pair: OperationPair<'_, '_>) -> Vec<Tab> {
    let api = page.cx.side(pair.side);
    if pair.now.kind != OperationKind::Path {
        let code = sample::http_message(api, pair.now);
        return vec![tab("HTTP", &without_host(&code))];
    }
    let samples = sample::samples(api, pair.now, &page.cx.options.samples);
    let tab_of =
        |sample: sample::ClientSample| Tab { written: sample.written, ..tab(&sample.label, &sample.code) };
    samples.into_iter().map(tab_of).collect()
}

/// A webhook is sent to an address that the definition does not know.
fn without_host(code: &Code) -> Code {
    let text = code.text();
    let (head, rest) = text.split_once('\n').unwrap_or((text, ""));
    let rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    let method = head.split(' ').next().unwrap_or_default();
    let mut plain = Code::default();
    plain.keyword(method).plain(" / HTTP/1.1\n");
    let (headers, body) = rest.split_once("\n\n").unwrap_or((rest, ""));
    for line in headers.lines() {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        plain.keyword(name).plain(":").plain(value).plain("\n");
    }
    plain.plain("\n").append(&highlight("json", body));
    plain
}

fn tab(label: &str, code: &Code) -> Tab {
    Tab::made(label.to_owned(), vec![ExampleView::of("", code)])
}

/// Whether an example says nothing but its value, which the samples show.
pub(super) fn is_plain(example: &ExampleView) -> bool {
    example.external.is_none() && example.prose.is_none()
}

/// Media types of one body.
const MAX_MEDIA_TYPES: usize = 40;

/// Media types of one body for which examples are made where the author wrote none.
const MADE_EXAMPLES: usize = 6;

/// The examples of the request body beyond the first, which the samples show.
pub(super) fn requests(page: &Page<'_, '_, '_>, pair: OperationPair<'_, '_>) -> Vec<ExampleView> {
    let Some(body) = &pair.now.request_body else { return Vec::new() };
    let direction =
        if pair.now.kind == OperationKind::Path { Direction::Request } else { Direction::Response };
    let mut views = Vec::new();
    let several = body.content.len() > 1;
    for (number, media) in body.content.iter().enumerate().take(MAX_MEDIA_TYPES) {
        // Made examples of one value in many notations say nothing new.
        if number >= MADE_EXAMPLES && media.examples.is_empty() {
            continue;
        }
        for mut example in body::code_views(page, pair.side, media, direction, Extent::Whole) {
            if several {
                let separator = if example.label.is_empty() { "" } else { ", " };
                example.label = format!("{}{separator}{}", media.name, example.label);
            }
            views.push(example);
        }
    }
    if views.len() > 1 {
        for example in views.iter_mut().filter(|example| example.label.is_empty()) {
            page.cx.words.get("example").clone_into(&mut example.label);
        }
    }
    if views.iter().all(|view| view.code.text.is_empty() && view.external.is_none()) {
        Vec::new()
    } else {
        views
    }
}

pub(super) fn answers(page: &Page<'_, '_, '_>, pair: OperationPair<'_, '_>) -> Vec<Tab> {
    let mut tabs = Vec::new();
    for response in &pair.now.responses {
        let good = response.status.starts_with(['1', '2', '3']);
        let extent = if good { Extent::Answer } else { Extent::Error };
        let mut examples = Vec::new();
        for (number, media) in response.content.iter().enumerate().take(MAX_MEDIA_TYPES) {
            if number >= MADE_EXAMPLES && media.examples.is_empty() {
                continue;
            }
            for mut example in body::code_views(page, pair.side, media, Direction::Response, extent) {
                if response.content.len() > 1 {
                    let separator = if example.label.is_empty() { "" } else { ", " };
                    example.label = format!("{}{separator}{}", media.name, example.label);
                }
                examples.push(example);
            }
        }
        examples.retain(|example| !example.code.text.is_empty() || example.external.is_some());
        if !examples.is_empty() {
            tabs.push((response.status, Tab::made(cut(response.status, 12), examples)));
        }
    }
    tabs.sort_by_key(|(status, _)| status.to_ascii_lowercase());
    // The first answer that a reader wants is the good one.
    if let Some(at) = tabs.iter().position(|(status, _)| status.starts_with('2')) {
        tabs[..=at].rotate_right(1);
    }
    tabs.into_iter().map(|(_, tab)| tab).collect()
}
