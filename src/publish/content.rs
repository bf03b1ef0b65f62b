//! What a browser is told about a file: its type, how long it may keep it, and how it is compressed.

use std::io::{Read, Write};

use bytes::Bytes;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// The `Content-Type` for the name's ending, with the charset of text.
pub(crate) fn content_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        // Registered by RFC 9512, without a charset parameter: it is UTF-8.
        "yaml" | "yml" => "application/yaml",
        "md" => "text/markdown; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "wasm" => "application/wasm",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// How files are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Compression {
    /// As they are.
    #[default]
    None,
    /// Texts with gzip, for places that hand the `Content-Encoding` on to readers.
    Gzip,
}

/// The content as it is stored, and its `Content-Encoding`. The same content gives the same bytes.
pub(super) fn encode(path: &str, bytes: &Bytes, compression: Compression) -> (Bytes, Option<&'static str>) {
    if compression == Compression::None || !is_text(path) {
        return (bytes.clone(), None);
    }
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
    match encoder.write_all(bytes).and_then(|()| encoder.finish()) {
        Ok(encoded) => (Bytes::from(encoded), Some("gzip")),
        // Writing into memory does not fail; the plain content is as good.
        Err(_) => (bytes.clone(), None),
    }
}

/// The other way round: the content of a stored file, compressed or not. No text of ours begins like gzip.
pub(super) fn decode(path: &str, bytes: Bytes) -> std::io::Result<Bytes> {
    if !is_text(path) || !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    GzDecoder::new(&bytes[..]).take(LARGEST).read_to_end(&mut plain)?;
    Ok(Bytes::from(plain))
}

/// The largest file that is unpacked, in bytes.
const LARGEST: u64 = 1 << 30;

fn is_text(path: &str) -> bool {
    let kind = content_type(path);
    kind.contains("charset=utf-8") || kind == "application/yaml"
}

/// The `Cache-Control`: a year for files whose name holds their content's hash (`assets/`), else to be asked for anew.
pub(crate) fn cache_control(path_in_site: &str) -> &'static str {
    if is_hashed_asset(path_in_site) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// Whether the file is an asset with a hash in its name: equal names then mean equal bytes.
pub(crate) fn is_hashed_asset(path_in_site: &str) -> bool {
    let Some(name) = path_in_site.strip_prefix("assets/") else { return false };
    let file = name.rsplit('/').next().unwrap_or_default();
    let hash = |part: &str| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    file.split(['.', '-', '_']).any(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_by_ending() {
        assert_eq!(content_type("a/index.html"), "text/html; charset=utf-8");
        assert_eq!(content_type("assets/x.0123abcd.CSS"), "text/css; charset=utf-8");
        assert_eq!(content_type("a.b/openapi"), "application/octet-stream");
    }

    #[test]
    fn texts_are_compressed_and_come_back() {
        let text = Bytes::from("<p>harbour</p>".repeat(100));
        let (stored, encoding) = encode("a/index.html", &text, Compression::Gzip);
        assert_eq!((encoding, stored.len() < 200), (Some("gzip"), true));
        assert_eq!(stored, encode("a/index.html", &text, Compression::Gzip).0, "the same bytes each time");
        assert_eq!(decode("a/index.html", stored).unwrap(), text);
        assert_eq!(encode("a.png", &text, Compression::Gzip), (text.clone(), None));
        assert_eq!(decode("index.html", text.clone()).unwrap(), text);
        assert!(decode("index.html", Bytes::from_static(&[0x1f, 0x8b, 0, 1])).is_err());
    }

    #[test]
    fn only_hashed_assets_are_kept_for_ever() {
        assert!(cache_control("assets/site.0123abcd.css").contains("immutable"));
        assert!(cache_control("assets/site-0123ABCDEF.css").contains("immutable"));
        for path in ["assets/site.css", "index.html", "museum/assets/site.0123abcd.css", "assets/feature.js"]
        {
            assert_eq!(cache_control(path), "no-cache", "{path}");
        }
    }
}
