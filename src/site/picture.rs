//! Pictures of the repository that become part of the site: which kinds there are, and which SVG is harmless.
//!
//! A reader may open a picture by its own address, where no policy of a page holds: an SVG that could run or load
//! anything is refused.

use bytes::Bytes;

/// The largest picture of a guide, in bytes.
pub(crate) const MAX_PICTURE_BYTES: usize = 4 * 1024 * 1024;
/// The largest logo, in bytes.
pub(crate) const MAX_LOGO_BYTES: usize = 256 * 1024;

/// A picture of the repository.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    /// The path relative to the root.
    pub(crate) path: String,
    /// The file.
    pub(crate) bytes: Bytes,
    ending: &'static str,
}

/// Why a picture is not shown.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum PictureError {
    /// It is none of the kinds that browsers show.
    #[error("is no PNG, JPEG, GIF, WebP or SVG picture")]
    Unknown,
    /// It is too large.
    #[error("has {0} bytes, more than {1}")]
    TooLarge(usize, usize),
    /// An SVG that could run or load something.
    #[error("is an SVG with {0}, which could run or load something: export it as plain shapes")]
    Unsafe(String),
}

impl Picture {
    /// Checks a file by what it holds, whatever it is called.
    ///
    /// # Errors
    ///
    /// When it is no picture, larger than `most` bytes, or an SVG with more than shapes and text.
    pub(crate) fn new(path: &str, bytes: Vec<u8>, most: usize) -> Result<Self, PictureError> {
        if bytes.len() > most {
            return Err(PictureError::TooLarge(bytes.len(), most));
        }
        let ending = match bytes.as_slice() {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => "png",
            [0xff, 0xd8, 0xff, ..] => "jpg",
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => "gif",
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "webp",
            text => match std::str::from_utf8(text) {
                Ok(text) if text.contains("<svg") => harmless(text).map(|()| "svg")?,
                _ => return Err(PictureError::Unknown),
            },
        };
        Ok(Picture { path: path.to_owned(), bytes: Bytes::from(bytes), ending })
    }

    /// The file of the site that shows it.
    pub(super) fn file(&self) -> super::SiteFile {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        super::asset::hashed(
            &super::slug::slug(stem, super::slug::Spelling::Lower),
            self.ending,
            self.bytes.clone(),
        )
    }
}

const ELEMENTS: [&str; 56] = [
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "title",
    "desc",
    "defs",
    "symbol",
    "use",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "marker",
    "switch",
    "style",
    "metadata",
    "view",
    "filter",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "rdf:RDF",
    "cc:Work",
    "dc:title",
];

/// Whether an SVG holds shapes and text alone: elements of the list, no attribute that runs or loads anything. What is
/// not well-formed is refused with the rest.
fn harmless(text: &str) -> Result<(), PictureError> {
    let found = |what: String| Err(PictureError::Unsafe(what));
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if let Some(declaration) = rest.strip_prefix("?xml ") {
            rest = declaration.split_once("?>").map_or("", |(_, after)| after);
        } else if rest.starts_with(['!', '?']) {
            return found(format!("`<{}`", rest.chars().take(10).collect::<String>()));
        } else {
            let closing = rest.starts_with('/');
            let tag = rest.trim_start_matches('/');
            let end =
                tag.find(|sign: char| sign.is_whitespace() || matches!(sign, '>' | '/')).unwrap_or(tag.len());
            let name = &tag[..end];
            if !ELEMENTS.contains(&name) {
                return found(format!("`<{}>`", name.chars().take(40).collect::<String>()));
            }
            rest = attributes(&tag[end..])?;
            if name == "style" && !closing {
                let (style, after) = rest.split_once("</style").unwrap_or((rest, ""));
                harmless_style(style)?;
                rest = after;
            }
        }
    }
    Ok(())
}

/// Checks the attributes of a tag; gives what follows it.
fn attributes(tag: &str) -> Result<&str, PictureError> {
    let mut rest = tag;
    loop {
        rest = rest.trim_start_matches(|sign: char| sign.is_whitespace() || sign == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return Ok(after);
        }
        let Some((name, value)) = rest.split_once('=') else {
            return Err(PictureError::Unsafe("a tag that does not end".to_owned()));
        };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim_start());
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
        let Some((value, after)) = quote.and_then(|quote| value[1..].split_once(quote)) else {
            return Err(PictureError::Unsafe(format!("an attribute `{name}` without quotes")));
        };
        rest = after;
        let local = name.rsplit(':').next().unwrap_or(&name);
        let leads_out = matches!(local, "href" | "src" | "base") && !value.trim_start().starts_with('#');
        let is_namespace = name == "xmlns" || name.starts_with("xmlns:");
        let odd =
            name.is_empty() || name.contains(|sign: char| sign.is_whitespace() || matches!(sign, '<' | '"'));
        if odd || local.starts_with("on") || (leads_out && !is_namespace) {
            return Err(PictureError::Unsafe(format!(
                "an attribute `{}`",
                name.chars().take(40).collect::<String>()
            )));
        }
        if !is_namespace {
            harmless_style(value)?;
        }
    }
}

/// A style, or a value of an attribute that may refer to something, refers to parts of the picture alone.
fn harmless_style(style: &str) -> Result<(), PictureError> {
    let bare: String =
        style.chars().filter(|sign| !sign.is_whitespace()).collect::<String>().to_ascii_lowercase();
    let outside =
        bare.split("url(").skip(1).any(|rest| !rest.trim_start_matches(['"', '\'']).starts_with('#'));
    let word = ["@import", "javascript:", "expression(", "&", "\\", "data:", "image-set(", "-moz-binding"];
    if outside {
        return Err(PictureError::Unsafe("an address in `url()`".to_owned()));
    }
    match word.into_iter().find(|word| bare.contains(word)) {
        // References to characters could hide any of the others; in a value they are the rest of what is refused.
        Some("&") if !bare.contains("&#") => Ok(()),
        Some(word) => Err(PictureError::Unsafe(format!("`{word}`"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> Result<Picture, PictureError> {
        let text = format!(
            "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\">{inside}</svg>"
        );
        Picture::new("docs/My Logo.svg", text.into_bytes(), 1000)
    }

    #[test]
    fn kinds_are_told_by_content() {
        let png = Picture::new("a.jpg", b"\x89PNG\r\n\x1a\n....".to_vec(), 100).unwrap();
        assert!(png.file().path.starts_with("assets/a-") && png.file().path.ends_with(".png"));
        for bytes in [&b"<html>"[..], b"", b"\xff\xd8", b"PK\x03\x04"] {
            assert_eq!(Picture::new("a.png", bytes.to_vec(), 100).unwrap_err(), PictureError::Unknown);
        }
        let large = Picture::new("a.png", vec![0; 101], 100).unwrap_err();
        assert_eq!(large, PictureError::TooLarge(101, 100));
    }

    #[test]
    fn shapes_are_harmless() {
        for inside in [
            "<path d=\"M0 0h8v8z\" style=\"fill:#0b5fff\"/>",
            "<defs><linearGradient id=\"a\"><stop offset=\"0\" stop-color=\"red\"/></linearGradient></defs><rect fill=\"url(#a)\" width='8' height='8' />",
            "<style>.a{fill:url(#x)}</style><g class=\"a\"><title>Fish &amp; chips</title></g>",
            "<!-- <script> --><use xlink:href=\"#a\"/>",
        ] {
            assert!(svg(inside).is_ok(), "{inside}: {:?}", svg(inside).err());
        }
    }

    #[test]
    fn whatever_runs_or_loads_is_refused() {
        for inside in [
            "<script>alert(1)</script>",
            "<SCRIPT>alert(1)</SCRIPT>",
            "<svg:script>alert(1)</svg:script>",
            "<path onload=\"alert(1)\" d=\"\"/>",
            "<path\nonload = 'alert(1)'/>",
            "<path onload=alert(1)>",
            "<a href=\"javascript:alert(1)\"><text>x</text></a>",
            "<use href=\"https://example.com/x.svg#a\"/>",
            "<use xlink:href=\"data:image/svg+xml,x\"/>",
            "<image href=\"x.png\"/>",
            "<foreignObject><p>x</p></foreignObject>",
            "<set attributeName=\"href\" to=\"javascript:alert(1)\"/>",
            "<style>@import 'https://example.com/a.css';</style>",
            "<style>.a { background: u\\72l(https://example.com) }</style>",
            "<rect fill=\"url( https://example.com/x )\"/>",
            "<rect style=\"fill:url(&#104;ttps://example.com)\"/>",
            "<!DOCTYPE svg [<!ENTITY a \"b\">]>",
            "<![CDATA[<script>]]>",
            "<path d=\"M0",
            "<",
        ] {
            assert!(matches!(svg(inside), Err(PictureError::Unsafe(_))), "{inside}");
        }
    }
}
