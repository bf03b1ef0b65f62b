//! Examples of bodies: for the column of code, and what their extensions say.

use crate::api::MediaType;
use crate::site::code::CodeView;
use crate::site::context::Page;
use crate::site::example::{Extent, Sample, samples_of};
use crate::site::marks::Side;
use crate::site::tree::Direction;
use crate::site::view::{ExampleView, ExtensionView};

/// Extensions of examples: `examples.plain.x-origin`.
pub(in crate::site) fn example_extensions<'d>(
    page: &Page<'_, '_, 'd>,
    examples: &[crate::api::Example<'d>],
) -> Vec<ExtensionView> {
    let mut views = Vec::new();
    for (example, name) in examples.iter().filter_map(|example| Some((example, example.name?))) {
        let entries: Vec<_> = example.node.entries().filter(|entry| entry.name().starts_with("x-")).collect();
        for mut view in page.cx.extensions(&entries, &[]) {
            view.name.insert_str(0, &format!("examples.{name}."));
            views.push(view);
        }
    }
    views
}

/// The examples of a media type for the code column.
pub(in crate::site) fn code_views<'d>(
    page: &Page<'_, '_, 'd>,
    side: Side,
    media: &MediaType<'d>,
    direction: Direction,
    extent: Extent,
) -> Vec<ExampleView> {
    let samples = samples_of(page.cx.side(side), media, direction, extent);
    let label = |sample: &Sample<'d>| {
        let data = page.cx.words.get("as_data");
        let words = if sample.as_data { format!("{} ({data})", sample.label) } else { sample.label.clone() };
        crate::site::markdown::cut(&words, 160)
    };
    let code = |sample: &Sample<'d>| {
        let (url, node) = sample.external.zip(sample.node)?;
        let text = page.cx.example_file(node, url)?;
        Some(crate::site::code::highlight(media.name, text.trim_end()))
    };
    let view = |sample: &Sample<'d>| ExampleView {
        label: label(sample),
        name: sample.name.map(str::to_owned),
        prose: page.cx.markdown.row(sample.description),
        code: CodeView::from(&code(sample).unwrap_or_else(|| sample.code.clone())),
        external: sample.external.map(str::to_owned),
    };
    samples.iter().map(view).collect()
}
