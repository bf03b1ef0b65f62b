//! Names for paths: `#Name` stands for the paths that `aliases` of the file gives it, `#Name.more` for these with more
//! behind them.

use crate::document::{Held, Node};
use crate::lint::ruleset::{RulesetError, SpectralFile};
use crate::lint::written::{self, Read};
use crate::openapi::Version;

use super::formats::Formats;

/// Paths that names may stand for in all.
const MAX_PATHS: usize = 1_000;

/// What a name stands for.
enum Meaning<'n> {
    Paths(Vec<Node<'n>>),
    /// There is no such name.
    Nothing,
}

/// The paths that a text means in definitions of a version: itself, or what its alias stands for.
pub(super) fn expand(
    text: &str,
    at: Node<'_>,
    file: &SpectralFile,
    version: Version,
    errors: &mut Vec<RulesetError>,
) -> Read<Vec<String>> {
    let mut paths = Vec::new();
    let mut open: Vec<(String, Vec<String>)> = vec![(text.to_owned(), Vec::new())];
    while let Some((text, way)) = open.pop() {
        let Some(rest) = text.strip_prefix('#') else {
            paths.push(text);
            if paths.len() > MAX_PATHS {
                return Err(written::error(at, format!("the aliases stand for more than {MAX_PATHS} paths")));
            }
            continue;
        };
        let is_part = |next: char| next.is_ascii_alphanumeric() || matches!(next, '_' | '-');
        let end = rest.find(|next| !is_part(next)).unwrap_or(rest.len());
        let (name, more) = rest.split_at(end);
        if way.iter().any(|known| known == name) {
            let way = way.join("` → `");
            return Err(written::error(at, format!("the alias `{name}` is circular: `{way}` → `{name}`")));
        }
        let Meaning::Paths(nodes) = meaning(name, file, version, errors) else {
            let known =
                file.roots.iter().filter_map(|root| root.node().get("aliases")).flat_map(Node::entries);
            let known: Vec<&str> = known.map(|entry| entry.name()).collect();
            let hint = written::hint(name, known.iter().copied());
            return Err(written::error(at, format!("there is no alias `{name}`{hint}")));
        };
        let way: Vec<String> = way.into_iter().chain([name.to_owned()]).collect();
        for node in nodes.into_iter().rev() {
            open.push((format!("{}{more}", written::text(node)?), way.clone()));
        }
    }
    Ok(paths)
}

fn meaning<'n>(
    name: &str,
    file: &'n SpectralFile,
    version: Version,
    errors: &mut Vec<RulesetError>,
) -> Meaning<'n> {
    let mut roots = file.roots.iter().rev().map(Held::node);
    let Some(node) = roots.find_map(|root| root.get("aliases")?.get(name)) else { return Meaning::Nothing };
    if node.as_str().is_some() {
        return Meaning::Paths(vec![node]);
    }
    if node.is_sequence() {
        return Meaning::Paths(node.items().collect());
    }
    let Some(targets) = node.get("targets").filter(|targets| targets.is_sequence()) else {
        let message = format!("the alias `{name}` is a list of paths, or an object with `targets`");
        errors.push(written::key_error(node, message));
        return Meaning::Paths(Vec::new());
    };
    // The last that is for this version.
    let fitting = targets.items().rev().find(|target| {
        target.get("formats").is_some_and(|formats| Formats::read(formats, errors).has(version))
    });
    let given = fitting.and_then(|target| target.get("given"));
    match given {
        Some(one) if one.as_str().is_some() => Meaning::Paths(vec![one]),
        Some(list) => Meaning::Paths(list.items().collect()),
        None => Meaning::Paths(Vec::new()),
    }
}
