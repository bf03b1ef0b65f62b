//! Files of the repository that become part of the pages: guides with their pictures, the logo, templates.

use rustc_hash::FxHashSet;

use crate::config::{Located, did_you_mean, matches};
use crate::site::{
    MAX_LOGO_BYTES, MAX_PICTURE_BYTES, MAX_TEMPLATE_BYTES, MAX_TEMPLATES, OwnTemplate, Picture, own_name,
};

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

fn inside(path: &Located<String>) -> &str {
    path.value.trim_start_matches("./").trim_end_matches('/')
}
