//! The rendered preview: pages and assets as files in memory. Writes nothing; `publish` stores what is rendered here.

mod file;

pub(crate) use file::SiteFile;
