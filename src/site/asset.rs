//! The files of `templates/`, embedded into the binary, and those of them that a site carries under hashed names.

use bytes::Bytes;
use rust_embed::RustEmbed;

use super::SiteFile;

#[derive(RustEmbed)]
#[folder = "templates/"]
struct Embedded;

/// The text of an embedded file.
pub(super) fn text(path: &str) -> Option<String> {
    let file = Embedded::get(path)?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// The paths of all embedded files, sorted.
pub(super) fn paths() -> Vec<String> {
    let mut paths: Vec<String> = Embedded::iter().map(|path| path.replace('\\', "/")).collect();
    paths.sort();
    paths
}

/// A file under `assets/` whose name holds a hash of its content, so that it may be cached for ever.
pub(super) fn hashed(stem: &str, extension: &str, bytes: impl Into<Bytes>) -> SiteFile {
    let bytes = bytes.into();
    let hash = blake3::hash(&bytes).to_hex();
    SiteFile { path: format!("assets/{stem}-{}.{extension}", &hash[..10]), bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_follows_the_content() {
        let one = hashed("style", "css", "a{}");
        assert_eq!(one, hashed("style", "css", "a{}"));
        assert_ne!(one.path, hashed("style", "css", "b{}").path);
        assert!(one.path.starts_with("assets/style-") && one.path.ends_with(".css"));
    }
}
