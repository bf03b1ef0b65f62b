//! The pages around the builds, as `publish` wants them.

use crate::config::Config;
use crate::record::{BuildIndex, Pointer};
use crate::site::{SiteFile, builds};

type Rendered = Result<Vec<SiteFile>, Box<dyn std::error::Error + Send + Sync>>;

/// The language of these pages.
pub(super) fn language(config: &Config) -> String {
    config.docs.lang.as_ref().map_or_else(|| "en".to_owned(), |lang| lang.value.clone())
}

/// The page of all builds of a repository.
pub(super) fn index(index: &BuildIndex, lang: &str) -> Rendered {
    Ok(builds::builds(index, lang, env!("CARGO_PKG_VERSION"))?)
}

/// The page that leads to the newest build of a pull request or branch.
pub(super) fn pointer(pointer: &Pointer, lang: &str) -> Rendered {
    Ok(vec![builds::pointer(pointer, lang)?])
}
