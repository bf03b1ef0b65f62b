//! Files of the repository that become part of the pages: guides with their pictures, the logo, templates.

use std::cell::OnceCell;

use base64::Engine as _;
use rustc_hash::FxHashSet;

use crate::config::{Located, did_you_mean, matches};
use crate::site::{
    ExampleFile, MAX_LOGO_BYTES, MAX_PICTURE_BYTES, MAX_TEMPLATE_BYTES, MAX_TEMPLATES, OwnTemplate, Picture,
    own_name,
};

use super::analysis::Compared;
use super::failure::{Failure, Result};
use super::workspace::Workspace;

/// The guides that `docs.pages` names, in its order, and what they may show and link to.
#[derive(Default)]
pub(super) struct Guides {
    /// Paths and texts.
    pub(super) texts: Vec<(String, String)>,
    pub(super) pictures: Vec<Picture>,
    /// All files of the repository.
    pub(super) files: FxHashSet<String>,
    /// What the author should know.
    pub(super) notes: Vec<String>,
}

/// Reads the guides, with the pictures beside them that they name.
pub(super) fn guides(workspace: &Workspace) -> Result<Guides> {
    let patterns = &workspace.config.docs.pages;
    let mut guides = Guides::default();
    if patterns.is_empty() {
        return Ok(guides);
    }
    let ending = |path: &str| path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let files = workspace.all_files();
    let mut found: Vec<(usize, &String)> = Vec::new();
    for path in files.iter().filter(|path| matches!(ending(path).as_str(), "md" | "markdown")) {
        let rank = patterns.iter().position(|pattern| matches(pattern.value.trim_start_matches("./"), path));
        found.extend(rank.map(|rank| (rank, path)));
    }
    found.sort();
    for (_, path) in found {
        if let Some(source) = workspace.optional(path)? {
            guides.texts.push((path.clone(), source.text().to_owned()));
        }
    }
    for path in &files {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_picture = matches!(ending(path).as_str(), "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp");
        if !is_picture || !guides.texts.iter().any(|(_, text)| names(text, name)) {
            continue;
        }
        let Ok(bytes) = workspace.store.files().read(path) else { continue };
        match Picture::new(path, bytes, MAX_PICTURE_BYTES) {
            Ok(picture) => guides.pictures.push(picture),
            Err(error) => guides.notes.push(format!("the picture `{path}` is not shown: it {error}")),
        }
    }
    guides.files = files.into_iter().collect();
    Ok(guides)
}

/// Whether a text has a file's name, blanks in it written as they are or encoded.
fn names(text: &str, name: &str) -> bool {
    text.contains(name) || (name.contains(' ') && text.contains(&name.replace(' ', "%20")))
}

/// `docs.logo`.
pub(super) fn logo(workspace: &Workspace) -> Result<Option<Picture>> {
    let Some(logo) = &workspace.config.docs.logo else { return Ok(None) };
    let path = inside(logo);
    let bytes = workspace.store.files().read(path).map_err(|error| {
        let place = format!("{}: cannot read the logo `{path}`", logo.location);
        let failure = Failure::usage(anyhow::Error::new(error).context(place));
        let files = workspace.all_files();
        match did_you_mean(path, files.iter().map(String::as_str)) {
            Some(nearest) => failure.hint(nearest),
            None => failure,
        }
    })?;
    Picture::new(path, bytes, MAX_LOGO_BYTES)
        .map(Some)
        .map_err(|error| Failure::usage_message(format!("{}: `{path}` {error}", logo.location)))
}

/// The templates of the folder that `docs.templates` names.
pub(super) fn templates(workspace: &Workspace) -> Result<Vec<OwnTemplate>> {
    let Some(folder) = &workspace.config.docs.templates else { return Ok(Vec::new()) };
    let prefix = format!("{}/", inside(folder));
    let refuse = |message: String| Err(Failure::usage_message(format!("{}: {message}", folder.location)));
    let mut templates = Vec::new();
    for path in workspace.all_files() {
        let Some(name) = path.strip_prefix(&prefix) else { continue };
        if name.eq_ignore_ascii_case("README.md") || name.split('/').any(|part| part.starts_with('.')) {
            continue;
        }
        if let Err(wrong) = own_name(name) {
            return refuse(format!("{wrong} (`{path}`)"));
        }
        let Some(source) = workspace.optional(&path)? else { continue };
        if source.text().len() > MAX_TEMPLATE_BYTES {
            return refuse(format!("`{path}` has more than {MAX_TEMPLATE_BYTES} bytes"));
        }
        let text = source.text().to_owned();
        templates.push(OwnTemplate { name: name.to_owned(), path: path.clone(), text });
    }
    match templates.len() {
        0 => refuse(format!("there are no templates in `{}`", inside(folder))),
        count if count > MAX_TEMPLATES => refuse(format!("{count} templates are more than {MAX_TEMPLATES}")),
        _ => Ok(templates),
    }
}

/// Refuses a logo or templates that can't be read, before pages are made of anything.
pub(super) fn verify(workspace: &Workspace) -> Result<()> {
    logo(workspace)?;
    templates(workspace)?;
    Ok(())
}

fn inside(path: &Located<String>) -> &str {
    path.value.trim_start_matches("./").trim_end_matches('/')
}

/// What stands beside a definition and becomes part of its pages.
#[derive(Default)]
pub(super) struct Beside {
    /// Files that examples name in `externalValue`.
    pub(super) examples: Vec<ExampleFile>,
    /// `info.x-logo`.
    pub(super) logo: Option<Picture>,
    /// What the author should know.
    pub(super) notes: Vec<String>,
}

/// The largest file that an example names, in bytes.
const MAX_EXAMPLE_BYTES: usize = 256 * 1024;
/// Files that the examples of one definition may name.
const MAX_EXAMPLES: usize = 500;

/// Reads what a definition names beside itself, of files that belong to the repository. Nothing is fetched.
pub(super) fn beside(workspace: &Workspace, compared: &Compared<'_>) -> Beside {
    let mut beside = Beside::default();
    let (Some(side), Some(api)) = (&compared.analysis.head, &compared.head) else { return beside };
    let files: OnceCell<FxHashSet<String>> = OnceCell::new();
    let read = |document: &str, written: &str| {
        let path = crate::source::join(document, written).filter(|_| !written.contains(':'))?;
        let known = files.get_or_init(|| workspace.all_files().into_iter().collect());
        let bytes = known.contains(&path).then(|| workspace.store.files().read(&path).ok())??;
        Some((path, bytes))
    };
    for document in side.definition.documents() {
        if !document.source().text().contains("externalValue") {
            continue;
        }
        let mut nodes = vec![document.root()];
        while let Some(node) = nodes.pop() {
            nodes.extend(node.items());
            nodes.extend(node.entries().map(|entry| entry.value));
            let Some(written) = node.str("externalValue") else { continue };
            let path = document.source().path();
            let known = beside.examples.iter().any(|file| file.document == **path && file.written == written);
            if known || beside.examples.len() >= MAX_EXAMPLES {
                continue;
            }
            let text = read(path, written).filter(|(_, bytes)| bytes.len() <= MAX_EXAMPLE_BYTES);
            if let Some(text) = text.and_then(|(_, bytes)| String::from_utf8(bytes).ok()) {
                beside.examples.push(ExampleFile {
                    document: path.to_string(),
                    written: written.to_owned(),
                    text,
                });
            }
        }
    }
    let logo = api.info.logo.and_then(|logo| Some((logo, logo.str("url")?)));
    if let Some((logo, url)) = logo {
        let found = match url.strip_prefix("data:") {
            Some(data) => embedded(data).map(|bytes| ("logo".to_owned(), bytes)),
            None => read(logo.document().source().path(), url),
        };
        if let Some((path, bytes)) = found {
            match Picture::new(&path, bytes, MAX_LOGO_BYTES) {
                Ok(picture) => beside.logo = Some(picture),
                Err(error) => beside.notes.push(format!("`x-logo` is not shown: `{path}` {error}")),
            }
        }
    }
    beside
}

/// The bytes of a `data:` address, its prefix gone.
fn embedded(data: &str) -> Option<Vec<u8>> {
    let (kind, data) = data.split_once(',')?;
    if !kind.ends_with(";base64") {
        return None;
    }
    base64::engine::general_purpose::STANDARD.decode(data.trim()).ok()
}
