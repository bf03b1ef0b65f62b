//! `--format NAME[=FILE]`: which formats, and where they go.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::config::did_you_mean;
use crate::definition::{ReadDocument, Store};
use crate::problem::ApiProblem;
use crate::publish::write_whole;
use crate::source::Source;

use super::console::Console;
use super::failure::{Failure, Result};

/// One format with its file; without one it goes to standard output.
#[derive(Clone, Debug)]
pub(super) struct Output<F> {
    pub(super) format: F,
    pub(super) file: Option<PathBuf>,
}

/// Reads the values of `--format`; `default` when there are none. A command whose formats are the type `F` hands in how
/// a name is read and which names there are.
pub(super) fn outputs<F: Copy>(
    values: &[String],
    default: F,
    parse: impl Fn(&str) -> Option<F>,
    names: &[&str],
) -> Result<Vec<Output<F>>> {
    if values.is_empty() {
        return Ok(vec![Output { format: default, file: None }]);
    }
    let mut outputs = Vec::new();
    for value in values {
        let (name, file) = match value.split_once('=') {
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (value.as_str(), None),
        };
        let Some(format) = parse(name) else {
            let failure = Failure::usage_message(format!("there is no format `{name}`"));
            let failure = match did_you_mean(name, names.iter().copied()) {
                Some(nearest) => failure.hint(nearest),
                None => failure,
            };
            return Err(failure.hint(format!("formats: {}", names.join(", "))));
        };
        if file.as_ref().is_some_and(|file| file.as_os_str().is_empty()) {
            return Err(Failure::usage_message(format!("`--format {name}=` names no file")));
        }
        outputs.push(Output { format, file });
    }
    if outputs.iter().filter(|output| output.file.is_none()).count() > 1 {
        return Err(Failure::usage_message("only one format can go to standard output")
            .hint("give the others a file, as in `--format sarif=problems.sarif`"));
    }
    Ok(outputs)
}

impl<F: Copy> Output<F> {
    /// Writes the format: to standard output, or into its file whole or not at all.
    pub(super) fn write(
        &self,
        directory: &Path,
        console: &mut Console,
        write: impl FnOnce(F, &mut dyn std::io::Write) -> std::io::Result<()>,
    ) -> Result<()> {
        let Some(file) = &self.file else { return Ok(write(self.format, console.out())?) };
        let mut bytes = Vec::new();
        write(self.format, &mut bytes)?;
        write_whole(&directory.join(file), &bytes).map_err(|error| {
            let message = format!("cannot write `{}`", file.display());
            Failure::surroundings(anyhow::Error::new(error).context(message))
        })
    }
}

/// The sources of the files that problems stand in, for code frames.
pub(super) struct Sources {
    documents: FxHashMap<String, Arc<ReadDocument>>,
}

impl Sources {
    pub(super) fn of(problems: &[ApiProblem], store: &Store) -> Self {
        let mut documents = FxHashMap::default();
        for found in problems {
            let path = &*found.problem.location.file;
            if !documents.contains_key(path)
                && let Ok(read) = store.document(path)
            {
                documents.insert(path.to_owned(), read);
            }
        }
        Sources { documents }
    }

    pub(super) fn get(&self, path: &str) -> Option<&Source> {
        self.documents.get(path).map(|read| read.document.source())
    }
}
