//! The configuration nearest to each API of a repository with several: the file in the API's folder, or in the nearest
//! folder above it, says which rules hold for it, in place of the root's. Only `extends`, `rules` and ignore files count
//! there: how changes are judged, what pages look like and where they go is for the root to say.
//!
//! Files of other linters count where the root's configuration isn't ours: beside a `preview.yaml` they are for the
//! other linter.

use std::collections::HashMap;
use std::sync::Arc;

use crate::config::{self, Config, Origin, RulesConfig};
use crate::source::{FileError, Source, join};

use super::console::Console;
use super::failure::{Failure, Result};
use super::workspace::{Workspace, refused};

/// Finds the configurations below the root's, each read once.
pub(super) struct Nearest<'w> {
    workspace: &'w Workspace,
    /// By folder; `None` where it has none of its own and the root's holds.
    known: HashMap<String, Option<Arc<Config>>>,
    /// In the order of the APIs.
    found: Vec<Arc<Config>>,
}

impl<'w> Nearest<'w> {
    pub(super) fn new(workspace: &'w Workspace) -> Self {
        Nearest { workspace, known: HashMap::new(), found: Vec::new() }
    }

    /// The configuration below the root's that is nearest to a definition.
    pub(super) fn of(&mut self, path: &str) -> Result<Option<Arc<Config>>> {
        match path.rsplit_once('/') {
            // A configuration that the command line names holds for all.
            Some((folder, _)) if !self.workspace.config_is_named => self.of_folder(folder),
            _ => Ok(None),
        }
    }

    fn of_folder(&mut self, folder: &str) -> Result<Option<Arc<Config>>> {
        if let Some(known) = self.known.get(folder) {
            return Ok(known.clone());
        }
        let own = self.read(folder)?.map(Arc::new);
        self.found.extend(own.clone());
        let nearest = match (own, folder.rsplit_once('/')) {
            (Some(own), _) => Some(own),
            (None, Some((above, _))) => self.of_folder(above)?,
            (None, None) => None,
        };
        self.known.insert(folder.to_owned(), nearest.clone());
        Ok(nearest)
    }

    /// The configuration that stands in a folder.
    fn read(&self, folder: &str) -> Result<Option<Config>> {
        let ours = matches!(self.workspace.config.origin, Origin::Preview);
        for name in config::FILE_NAMES.into_iter().filter(|name| !ours || name.starts_with("preview.")) {
            let path = format!("{folder}/{name}");
            let bytes = match self.workspace.store.files().read(&path) {
                Ok(bytes) => bytes,
                Err(FileError::NotFound) => continue,
                Err(error) => {
                    let context = format!("cannot read `{path}`");
                    return Err(Failure::usage(anyhow::Error::new(error).context(context)));
                }
            };
            let source = Source::decode(&path, bytes).map_err(|error| {
                Failure::usage(anyhow::Error::new(error).context(format!("cannot read `{path}`")))
            })?;
            return config::read(source).map(Some).map_err(|errors| refused(&errors));
        }
        Ok(None)
    }

    /// The configurations that were found.
    pub(super) fn found(&self) -> &[Arc<Config>] {
        &self.found
    }

    /// Says what of them does not count.
    pub(super) fn tell(&self, console: &mut Console) {
        for config in &self.found {
            let file = config.file.as_deref().unwrap_or_default();
            console.detail(&format!("{file}: its rules hold for the APIs below"));
            for entry in &config.not_honoured {
                let text = format!("{}: `{}` is not honoured: {}", entry.location, entry.name, entry.reason);
                console.warning(&text);
            }
            let other: Vec<String> = config
                .rules
                .file
                .iter()
                .flat_map(|held| {
                    held.node().entries().map(|entry| entry.name().to_owned()).collect::<Vec<_>>()
                })
                .filter(|key| config.origin == Origin::Preview && !COUNTING.contains(&key.as_str()))
                .map(|key| format!("`{key}`"))
                .collect();
            if !other.is_empty() {
                let (keys, root) = (other.join(", "), self.workspace.root.display());
                console.warning(&format!(
                    "{file}: {keys} count in the configuration of the root alone, `{root}`"
                ));
            }
        }
    }
}

/// What counts below the root. `apis` gives single definitions rules of their own.
const COUNTING: [&str; 4] = ["apis", "extends", "rules", "ignore"];

/// The rules that a configuration gives to one definition.
pub(super) fn own_rules<'c>(config: &'c Config, path: &str) -> Option<&'c RulesConfig> {
    let file = config.file.as_deref()?;
    let api = config.apis.iter().find(|api| join(file, &api.root.value).as_deref() == Some(path))?;
    Some(&api.rules)
}
