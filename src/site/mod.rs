//! The rendered preview: pages and assets, file by file given to a receiver. Writes nothing; `publish` stores what is
//! rendered here.
//!
//! `input` is what comes in. `context` leads every page to the model, the marks and the words, and `marking` says which
//! changes a page marks where; `tree` makes rows of schemas, `example` and `sample` make values and code, `page` makes
//! the view of each kind of page, and the templates in `templates/` lay the views out. `fragment` puts trees together
//! from what is written once for all rows that say the same (`frame`), `paging` spreads long lists over several pages,
//! and `twin` keeps the Markdown beside each page Markdown. `render` is the order of it all.

mod asset;
mod badge;
pub(crate) mod builds;
mod code;
mod colour;
mod context;
mod example;
mod facts;
mod file;
mod fragment;
mod frame;
mod input;
mod likeness;
mod markdown;
mod marking;
mod marks;
mod merged;
mod page;
mod paging;
mod picture;
mod raw_html;
mod receiver;
mod registry;
mod render;
mod rewrite;
mod sample;
mod search;
mod single;
mod slug;
mod template;
mod text;
mod tree;
mod twin;
mod type_words;
mod usage;
mod values;
mod view;
mod words;

#[cfg(test)]
mod bad_input_tests;
#[cfg(test)]
mod corpus_tests;
#[cfg(test)]
mod marker_tests;
#[cfg(test)]
mod marks_tests;
#[cfg(test)]
mod matrix_tests;
#[cfg(test)]
mod receiver_tests;
#[cfg(test)]
mod tests;

pub(crate) use file::SiteFile;
pub(crate) use input::{
    ApiInput, Bundled, Contents, ExampleFile, Layout, Links, SiteInput, SiteOptions, Visibility,
};
pub(crate) use picture::{MAX_LOGO_BYTES, MAX_PICTURE_BYTES, Picture, PictureError};
pub(crate) use receiver::{Kept, Receiver, Refusal};
pub(crate) use render::{RenderError, front, render};
pub(crate) use template::{MAX_TEMPLATE_BYTES, MAX_TEMPLATES, OwnTemplate, TemplateError, own_name};
pub(crate) use words::LANGUAGES;
