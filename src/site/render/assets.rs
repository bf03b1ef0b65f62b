//! The assets of a site, under names that hold a hash of their content.

use crate::site::SiteFile;
use crate::site::asset::{hashed, text};
use crate::site::badge;
use crate::site::colour::Colour;
use crate::site::input::{SiteInput, SiteOptions};
use crate::site::page::shell::AssetNames;
use crate::site::picture::Picture;
use crate::site::words::Words;

/// The style sheet, the scripts, and the colours that are chosen by the configuration and the definitions.
pub(super) fn files(input: &SiteInput<'_, '_>, words: &Words) -> Vec<SiteFile> {
    let options = input.options;
    let mut files = Vec::new();
    for (stem, extension) in [("style", "css"), ("theme", "js"), ("script", "js")] {
        let name = format!("asset/{stem}.{extension}");
        let own = options.templates.iter().find(|own| own.name == name).map(|own| own.text.clone());
        let built_in = || text(&name).map(|text| if extension == "js" { uncommented(&text) } else { text });
        if let Some(text) = own.or_else(built_in) {
            let text = match stem {
                "style" => compact(&text),
                "script" => format!("self.previewWords = {};\n{text}", words_of_script(words)),
                _ => text,
            };
            files.push(hashed(stem, extension, text));
        }
    }
    let colours = colours(input);
    if !colours.is_empty() {
        files.push(hashed("colours", "css", compact(&colours)));
    }
    files.extend(options.logo.as_ref().map(Picture::file));
    files
}

/// The style of `docs.theme.accent` and of badges; empty where there is neither.
fn colours(input: &SiteInput<'_, '_>) -> String {
    let accent = input.options.accent.as_deref().and_then(Colour::parse);
    let accent = accent.map(|colour| format!(":root {{ --link: {} }}\n", colour.accent()));
    let apis = input.apis.iter().flat_map(|api| api.head.into_iter().chain(api.base));
    accent.unwrap_or_default() + &badge::style(apis)
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

/// A script of ours without the lines that are comments; none of its strings has such a line.
fn uncommented(script: &str) -> String {
    let mut kept = String::with_capacity(script.len());
    for line in script.lines().filter(|line| !line.trim_start().starts_with("//")) {
        kept.push_str(line);
        kept.push('\n');
    }
    kept
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
        colours: find("colours"),
        theme: find("theme").unwrap_or_default(),
        script: find("script").unwrap_or_default(),
        logo: options.logo.as_ref().map(|logo| logo.file().path),
        nav: None,
        search: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_loses_its_comments() {
        assert_eq!(uncommented("a(); // b\n  // c\nd('//e');\n"), "a(); // b\nd('//e');\n");
    }

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
}
