//! Turns problems, changes and the outcome of a run into text: formats for people, files for tools, log lines, the
//! comment. Pure writers: no file is opened and no terminal is asked here; `cli` hands in sources and colours.

mod azure;
mod codeframe;
pub(crate) mod comment;
mod findings;
mod format;
mod frame;
mod json;
mod markup;
mod neutral;
mod palette;
pub(crate) mod pipeline;
mod stylish;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use azure::issues;
pub(crate) use format::{Format, ProblemReport, RuleInfo, write_problems};
pub(crate) use neutral::neutralise;
pub(crate) use palette::Palette;
