//! The assets of a site, under names that hold a hash of their content.

use crate::site::SiteFile;
use crate::site::asset::{hashed, text};
use crate::site::input::SiteOptions;
use crate::site::page::shell::AssetNames;
use crate::site::picture::Picture;
use crate::site::words::Words;

/// The style sheet, the scripts, and the colours of `docs.theme`.
pub(super) fn files(options: &SiteOptions, words: &Words) -> Vec<SiteFile> {
    let mut files = Vec::new();
    for (stem, extension) in [("style", "css"), ("theme", "js"), ("script", "js")] {
        let name = format!("asset/{stem}.{extension}");
        let own = options.templates.iter().find(|own| own.name == name).map(|own| own.text.clone());
        if let Some(text) = own.or_else(|| text(&name)) {
            let text = match stem {
                "style" => compact(&text),
                "script" => format!("self.previewWords = {};\n{text}", words_of_script(words)),
                _ => text,
            };
            files.push(hashed(stem, extension, text));
        }
    }
    if let Some(style) = options.accent.as_deref().and_then(accent) {
        files.push(hashed("accent", "css", style));
    }
    files.extend(options.logo.as_ref().map(Picture::file));
    files
}

/// What the script says, by the names that it knows them under.
fn words_of_script(words: &Words) -> serde_json::Value {
    let named = [
        ("theme", "theme"),
        ("themesystem", "theme_system"),
        ("themelight", "theme_light"),
        ("themedark", "theme_dark"),
        ("copied", "copied"),
        ("copyfailed", "copy_failed"),
        ("expand", "expand_all"),
        ("collapse", "collapse_all"),
        ("results", "results"),
        ("kindfield", "kind_field"),
        ("kindschema", "kind_schema"),
        ("kindtag", "kind_tag"),
        ("kindpage", "kind_page"),
        ("kindguide", "kind_guide"),
    ];
    let text = |key| serde_json::Value::String(words.get(key).to_owned());
    named.into_iter().map(|(name, key)| (name.to_owned(), text(key))).collect()
}

/// A style sheet without comments and without the blanks that only people need. Strings stay as they are.
fn compact(style: &str) -> String {
    let mut compact = String::with_capacity(style.len());
    let mut rest = style;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |at| at + 2),
            '"' | '\'' => rest[1..].find(first).map_or(rest.len(), |at| at + 2),
            _ if first.is_whitespace() => rest.find(|sign: char| !sign.is_whitespace()).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        if first == '/' && length > 1 {
            continue;
        }
        if first.is_whitespace() {
            let open = compact.is_empty() || compact.ends_with(['{', '}', ';', ',', ':', '>']);
            if !open && !rest.starts_with(['{', '}', '>']) && !compact.ends_with(' ') {
                compact.push(' ');
            }
            continue;
        }
        if first == '}' && compact.ends_with(';') {
            compact.pop();
        }
        compact.push_str(piece);
    }
    compact
}

/// The names that pages use for them.
pub(super) fn names(files: &[SiteFile], options: &SiteOptions) -> AssetNames {
    let find = |stem: &str| {
        files
            .iter()
            .find(|file| file.path.starts_with(&format!("assets/{stem}-")))
            .map(|file| file.path.clone())
    };
    AssetNames {
        style: find("style").unwrap_or_default(),
        accent: find("accent"),
        theme: find("theme").unwrap_or_default(),
        script: find("script").unwrap_or_default(),
        logo: options.logo.as_ref().map(|logo| logo.file().path),
        nav: None,
        search: None,
    }
}

/// The ratio that text must have to its ground (WCAG 2.2, 1.4.3).
const CONTRAST: f64 = 4.5;

/// The style of an accent colour: made darker or lighter until text in it can be read on every ground of its theme.
pub(super) fn accent(colour: &str) -> Option<String> {
    let rgb = parse(colour)?;
    let light = readable(rgb, [0xee, 0xf0, 0xf3], 0.0);
    let dark = readable(rgb, [0x1f, 0x26, 0x2f], 255.0);
    let (light, dark) = (hex(light), hex(dark));
    Some(format!(":root {{ --link: light-dark({light}, {dark}) }}\n"))
}

fn parse(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.trim().strip_prefix('#')?;
    let digits = if digits.len() == 3 {
        digits.chars().flat_map(|digit| [digit, digit]).collect()
    } else {
        digits.to_owned()
    };
    if digits.len() != 6 || !digits.is_ascii() {
        return None;
    }
    let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([byte(0)?, byte(2)?, byte(4)?])
}

fn readable(colour: [u8; 3], ground: [u8; 3], towards: f64) -> [u8; 3] {
    let mut current = colour;
    for step in 0..=40 {
        let share = f64::from(step) / 40.0;
        current = colour.map(|part| (f64::from(part) * (1.0 - share) + towards * share).round() as u8);
        if contrast(current, ground) >= CONTRAST {
            break;
        }
    }
    current
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance as WCAG 2.2 defines it.
fn luminance(colour: [u8; 3]) -> f64 {
    let linear = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn hex(colour: [u8; 3]) -> String {
    format!("#{:02x}{:02x}{:02x}", colour[0], colour[1], colour[2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_loses_only_what_people_need() {
        let style = "/* a */\n.a > .b :hover,\n.c { color: red;\n  margin: 0 1px; }\n@media (min-width: 1px) { .d::before { content: \" ; } /* x */ \" } }\n";
        assert_eq!(
            compact(style),
            ".a>.b :hover,.c{color:red;margin:0 1px}@media (min-width:1px){.d::before{content:\" ; } /* x */ \"}}"
        );
        let own = compact(&text("asset/style.css").unwrap());
        assert_eq!(
            own.matches('{').count(),
            own.matches('}').count(),
            "a rule that is not closed hides the next"
        );
    }

    #[test]
    fn an_accent_stays_readable() {
        for colour in ["#ffff00", "#000", "#fff", "#0b5fff", "#ff00aa"] {
            let rgb = parse(colour).unwrap();
            assert!(contrast(readable(rgb, [0xee, 0xf0, 0xf3], 0.0), [0xee, 0xf0, 0xf3]) >= CONTRAST);
            assert!(contrast(readable(rgb, [0x1f, 0x26, 0x2f], 255.0), [0x1f, 0x26, 0x2f]) >= CONTRAST);
        }
        assert_eq!(accent("red; } body { display: none"), None);
        assert_eq!(accent("#ééé"), None);
    }
}
