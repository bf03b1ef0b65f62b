//! Turns problems, changes and the outcome of a run into text: formats for people, files for tools, log lines, the
//! comment. Pure writers: no file is opened and no terminal is asked here; `cli` hands in sources and colours.

mod azure;
mod changes;
mod checkstyle;
mod codeclimate;
mod codeframe;
pub(crate) mod comment;
mod edit;
mod entry;
mod findings;
mod format;
mod frame;
mod github;
mod json;
mod junit;
mod markdown;
mod markup;
mod neutral;
mod palette;
pub(crate) mod pipeline;
mod sarif;
mod stylish;
#[cfg(test)]
mod tests;
mod text;
mod xml;

pub(crate) use azure::issues;
pub(crate) use changes::{ApiChanges, ChangeReport, change_issues, write_changes};
pub(crate) use format::{Format, ProblemReport, RuleInfo, write_problems};
pub(crate) use neutral::neutralise;
pub(crate) use palette::Palette;
