//! The APIs of a configuration: names that are safe as folders, and patterns that stand for several definitions.

use super::error::{ConfigError, did_you_mean};
use super::located::{Located, string};
use super::rules::{self, Dialect, RulesConfig};
use super::settings::ApiConfig;
use crate::document::Node;

/// The longest name of an API, in bytes.
const MAX_NAME: usize = 80;

/// Names that a site needs itself, or that Windows does not allow as a folder.
const RESERVED: [&str; 8] = ["assets", "con", "prn", "aux", "nul", "index.html", "preview.json", "builds"];

/// Reads `apis` of `preview.yaml` or `redocly.yaml`, whose names may be `name@version`.
pub(super) fn read(
    node: Option<Node<'_>>,
    dialect: Dialect,
    errors: &mut Vec<ConfigError>,
) -> Vec<ApiConfig> {
    let mut apis: Vec<ApiConfig> = Vec::new();
    for entry in node.into_iter().flat_map(Node::entries) {
        let written = entry.name();
        let value = match dialect {
            Dialect::Redocly => slug(written),
            _ => written.to_owned(),
        };
        let name = Located { value, location: entry.value.key_location() };
        if let Some(fault) = fault_of_name(&name.value) {
            errors.push(ConfigError::new(name.location.clone(), format!("the API name `{written}` {fault}")));
            continue;
        }
        if let Some(twin) = apis.iter().find(|api| api.name.eq_ignore_ascii_case(&name.value)) {
            let message = format!("the API name `{written}` is taken by `{}`", twin.name.value);
            errors.push(ConfigError::new(name.location.clone(), message));
            continue;
        }
        let Some(root) = entry.value.get("root").and_then(string) else {
            if dialect == Dialect::Redocly {
                let message = format!("the API `{written}` has no `root`");
                errors.push(ConfigError::new(name.location.clone(), message));
            }
            continue;
        };
        if let Some(fault) = fault_of_path(&root.value, entry.value.document().source().path()) {
            errors.push(ConfigError::new(root.location.clone(), format!("`root` {fault}")));
            continue;
        }
        let rules = RulesConfig {
            extends: rules::extends(entry.value.get("extends")),
            rules: rules::read_grouped(entry.value, dialect, errors),
            ..RulesConfig::default()
        };
        let decorators = super::decorators::read(entry.value.get("decorators"), errors);
        apis.push(ApiConfig { name, root, rules, decorators });
    }
    apis
}

/// What keeps a name from being a folder and a part of a URL everywhere.
fn fault_of_name(name: &str) -> Option<&'static str> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let lower = name.to_ascii_lowercase();
    let stem = lower.split('.').next().unwrap_or_default();
    let port = ["com", "lpt"].iter().any(|port| {
        stem.strip_prefix(port)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    });
    if name.is_empty() {
        Some("is empty")
    } else if name.len() > MAX_NAME {
        Some("is longer than 80 characters")
    } else if !name.bytes().all(allowed) {
        Some("may hold only letters, digits, `-`, `_` and `.`: it becomes a folder of the site")
    } else if name.starts_with(['.', '-']) || name.ends_with('.') {
        Some("may not begin with `.` or `-` nor end with `.`: it becomes a folder of the site")
    } else if port || RESERVED.contains(&stem) || RESERVED.contains(&lower.as_str()) {
        Some("is a name that the site or an operating system keeps for itself")
    } else {
        None
    }
}

/// What keeps a path or pattern, relative to the file `base`, from naming a file of the repository.
fn fault_of_path(path: &str, base: &str) -> Option<&'static str> {
    if path.contains("://") {
        return Some("must be a file of the repository, not a URL");
    }
    match crate::source::join(base, path) {
        None => Some("must be a path inside the repository"),
        Some(path) if path.is_empty() => Some("must name a file"),
        Some(_) => None,
    }
}

/// A name made safe: what is not allowed becomes `-`.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for character in name.chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '.' => slug.push(character),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let cut = slug.len().min(MAX_NAME);
    slug[..cut].trim_matches(['-', '.']).to_owned()
}

/// One definition of an API.
#[derive(Clone, Debug)]
pub(crate) struct ApiRoot<'c> {
    /// The name: the configured one, with the file's own name behind it where a pattern stands for several.
    pub(crate) name: String,
    /// The definition's path, relative to the root.
    pub(crate) path: String,
    /// The API's configuration.
    pub(crate) api: &'c ApiConfig,
}

/// The definitions that the configured APIs mean, in the order of the file. `folder` is the folder of the
/// configuration file and `files` are all paths that may be definitions, both relative to the root.
pub(crate) fn roots<'c>(
    apis: &'c [ApiConfig],
    folder: &str,
    files: &[String],
) -> Result<Vec<ApiRoot<'c>>, Vec<ConfigError>> {
    let mut roots: Vec<ApiRoot<'_>> = Vec::new();
    let mut errors = Vec::new();
    for api in apis {
        // `join` wants a file whose folder is meant.
        let path = crate::source::join(&format!("{folder}/_"), &api.root.value).unwrap_or_default();
        if !is_pattern(&path) {
            roots.push(ApiRoot { name: api.name.value.clone(), path, api });
            continue;
        }
        let found: Vec<&String> = files.iter().filter(|file| matches(&path, file)).collect();
        if found.is_empty() {
            let message = format!("the pattern `{}` matches no file", api.root.value);
            let suggestion = did_you_mean(&path, files.iter().map(String::as_str));
            errors.push(ConfigError::new(api.root.location.clone(), message).suggest(suggestion));
        }
        for file in &found {
            let name = match found.len() {
                1 => api.name.value.clone(),
                _ => unique(&format!("{}-{}", api.name.value, slug(own_name(file))), &roots),
            };
            roots.push(ApiRoot { name, path: (*file).clone(), api });
        }
    }
    if errors.is_empty() { Ok(roots) } else { Err(errors) }
}

/// The part of a path that tells a definition from its neighbours: the file's name without its ending, or the
/// folder's where the file is just `openapi.yaml`.
fn own_name(path: &str) -> &str {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let is_plain = ["openapi", "swagger", "index", "api"].iter().any(|name| stem.eq_ignore_ascii_case(name));
    if is_plain && !folder.is_empty() { folder.rsplit('/').next().unwrap_or(folder) } else { stem }
}

fn unique(name: &str, roots: &[ApiRoot<'_>]) -> String {
    let is_taken = |name: &str| roots.iter().any(|root| root.name.eq_ignore_ascii_case(name));
    if !is_taken(name) {
        return name.to_owned();
    }
    (2..).map(|number| format!("{name}-{number}")).find(|name| !is_taken(name)).unwrap_or_default()
}

fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?'])
}

/// Whether a pattern matches a path: `*` and `?` within a segment, `**` any number of segments.
pub(crate) fn matches(pattern: &str, path: &str) -> bool {
    let pattern: Vec<&str> = pattern.split('/').collect();
    let path: Vec<&str> = path.split('/').collect();
    match_parts(&pattern, &path, &|part| *part == "**", &|part, segment| {
        let part: Vec<char> = part.chars().collect();
        let segment: Vec<char> = segment.chars().collect();
        match_parts(&part, &segment, &|wild| *wild == '*', &|one, other| *one == '?' || one == other)
    })
}

/// Matches a list with wildcards, each for any number of items, against a list. Takes at most the product of both
/// lengths: only the last wildcard is ever gone back to.
fn match_parts<P, I>(
    pattern: &[P],
    items: &[I],
    is_wild: &dyn Fn(&P) -> bool,
    is_equal: &dyn Fn(&P, &I) -> bool,
) -> bool {
    let (mut at, mut item) = (0, 0);
    let mut last_wild: Option<(usize, usize)> = None;
    while item < items.len() {
        match pattern.get(at) {
            Some(part) if is_wild(part) => {
                last_wild = Some((at, item));
                at += 1;
            }
            Some(part) if is_equal(part, &items[item]) => {
                at += 1;
                item += 1;
            }
            _ => {
                let Some((wild, begun)) = last_wild else { return false };
                last_wild = Some((wild, begun + 1));
                at = wild + 1;
                item = begun + 1;
            }
        }
    }
    pattern[at..].iter().all(is_wild)
}
