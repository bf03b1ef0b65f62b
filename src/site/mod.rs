//! The rendered preview: pages and assets as files in memory. Writes nothing; `publish` stores what is rendered here.
//!
//! `input` is what comes in. `context` leads every page to the model, the marks and the words; `tree` makes rows of
//! schemas, `example` and `sample` make values and code, `page` makes the view of each kind of page, and the templates
//! in `templates/` lay the views out. `render` is the order of it all.

mod asset;
pub(crate) mod builds;
mod code;
mod context;
mod example;
mod facts;
mod file;
mod fragment;
mod input;
mod markdown;
mod marks;
mod merged;
mod page;
mod picture;
mod raw_html;
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
mod matrix_tests;
#[cfg(test)]
mod tests;

pub(crate) use file::SiteFile;
pub(crate) use input::{ApiInput, ExampleFile, Layout, Links, Site, SiteInput, SiteOptions, Visibility};
pub(crate) use picture::{MAX_LOGO_BYTES, MAX_PICTURE_BYTES, Picture, PictureError};
#[cfg(test)]
pub(crate) use render::render;
pub(crate) use render::{FileListener, front, render_telling};
pub(crate) use template::{MAX_TEMPLATE_BYTES, MAX_TEMPLATES, OwnTemplate, TemplateError, own_name};
