//! What the definitions are compared with: a commit read from git's object database, or a file.

use std::path::{Component, Path, PathBuf};

use crate::source::{Files, GitTree, Repository, RepositoryError};

use super::pipeline::Pipeline;
use super::remote::FetchedDefinition;

/// The base of a comparison.
pub(super) enum Base {
    /// A commit's files.
    Commit(CommitBase),
    /// One definition's file on disk, whatever its name there.
    File {
        /// Where it is.
        path: PathBuf,
        /// As it was asked for.
        name: String,
    },
    /// One definition that was fetched.
    Fetched(FetchedDefinition),
    /// There is none, and that is no fault: no repository, no history, nothing asked for.
    None,
    /// There should be one, but it can't be read.
    Missing(MissingBase),
}

/// A commit that serves as base.
pub(super) struct CommitBase {
    pub(super) files: Box<dyn Files>,
    /// 40 hex digits.
    pub(super) commit: String,
    /// The name a person knows it by: `main`.
    pub(super) name: String,
}

/// Why the base that should be there is not.
#[derive(Clone, Debug)]
pub(super) struct MissingBase {
    pub(super) reason: String,
    pub(super) hint: String,
}

/// Finds the base: what `--base` says, in a pull-request build the target branch, on a laptop the default branch.
pub(super) fn find(
    root: &Path,
    asked: Option<&str>,
    directory: &Path,
    pipeline: Option<&Pipeline>,
) -> Result<Base, RepositoryError> {
    if let Some(asked) = asked {
        let file = directory.join(asked);
        if file.is_file() {
            return Ok(Base::File { name: name_of(asked, root, directory), path: file });
        }
    }
    let repository = match Repository::discover(root) {
        Ok(repository) => repository,
        Err(RepositoryError::Missing) if asked.is_none() => return Ok(Base::None),
        Err(error) => return Err(error),
    };
    let Some(prefix) = prefix_of(&repository, root) else { return Ok(Base::None) };
    if let Some(asked) = asked {
        let commit = repository.commit(asked)?;
        let base = match repository.commit("HEAD") {
            Ok(head) => repository.merge_base(&commit, &head).unwrap_or(commit),
            Err(_) => commit,
        };
        return commit_base(repository, base, asked, &prefix);
    }
    match pipeline {
        Some(pipeline) if pipeline.pull_request.is_some() => of_pull_request(repository, pipeline, &prefix),
        Some(_) => Ok(Base::None),
        None => of_laptop(repository, &prefix),
    }
}

/// A revision's files exactly, without looking for a merge base.
pub(super) fn revision(root: &Path, revision: &str) -> Result<CommitBase, RepositoryError> {
    let repository = Repository::discover(root)?;
    let prefix = prefix_of(&repository, root).unwrap_or_default();
    let commit = repository.commit(revision)?;
    let tree = repository.tree(&commit, &prefix)?;
    Ok(CommitBase { files: Box::new(tree), commit, name: revision.to_owned() })
}

/// What a base that is a file is called: its path as it was asked for, or below the root, or its name alone. Pages and
/// comments say it, and where it lies on this machine is nobody's business.
fn name_of(asked: &str, root: &Path, directory: &Path) -> String {
    let path = Path::new(asked);
    if path.is_relative() && path.components().all(|part| matches!(part, Component::Normal(_))) {
        return asked.to_owned();
    }
    let file = directory.join(path);
    let alone = || file.file_name().map(|name| name.to_string_lossy().into_owned());
    inside(root, &file).or_else(alone).unwrap_or_else(|| asked.to_owned())
}

/// The way from a folder to what is in it, `/`-separated; `None` for what is elsewhere.
fn inside(folder: &Path, path: &Path) -> Option<String> {
    let path = path.canonicalize().ok()?;
    let below = path.strip_prefix(folder.canonicalize().ok()?).ok()?.to_str()?;
    Some(below.replace(std::path::MAIN_SEPARATOR, "/"))
}

/// Where the root stands in its repository, `/`-separated, empty for the repository's own root; `None` outside of one.
pub(super) fn prefix(root: &Path) -> Option<String> {
    prefix_of(&Repository::discover(root).ok()?, root)
}

fn prefix_of(repository: &Repository, root: &Path) -> Option<String> {
    inside(repository.work_tree()?, root)
}

fn of_pull_request(
    repository: Repository,
    pipeline: &Pipeline,
    prefix: &str,
) -> Result<Base, RepositoryError> {
    let target = pipeline.target_branch.clone().unwrap_or_else(|| "the target branch".to_owned());
    let head = repository.commit("HEAD")?;
    // The pipeline checks out the merge of the pull request: its first parent is the target branch as it was merged,
    // so the difference is exactly what the merge will bring. A step may check out the author's commit instead, which
    // may be a merge too: of the target branch into the author's.
    let is_authors = pipeline.commit.as_deref().is_some_and(|commit| commit.eq_ignore_ascii_case(&head));
    let parents = repository.parents(&head).unwrap_or_default();
    if !is_authors && parents.len() == 2 && repository.has_commit(&parents[0]) {
        let base = parents[0].clone();
        return commit_base(repository, base, &target, prefix);
    }
    for name in [format!("refs/remotes/origin/{target}"), format!("refs/heads/{target}")] {
        let Ok(tip) = repository.commit(&name) else { continue };
        if let Some(base) = repository.merge_base(&tip, &head) {
            return commit_base(repository, base, &target, prefix);
        }
    }
    let shallow = if repository.is_shallow() { " (a shallow clone)" } else { "" };
    Ok(Base::Missing(MissingBase {
        reason: format!("`{target}` is not in this clone{shallow}"),
        hint: match is_authors {
            true => {
                "add `fetchDepth: 0` to the pipeline's `checkout: self` step, and fetch the target branch"
            }
            false => "add `fetchDepth: 2` to the pipeline's `checkout: self` step",
        }
        .to_owned(),
    }))
}

fn of_laptop(repository: Repository, prefix: &str) -> Result<Base, RepositoryError> {
    let Ok(head) = repository.commit("HEAD") else { return Ok(Base::None) };
    let Some((name, tip)) = repository.default_branch() else { return Ok(Base::None) };
    match repository.merge_base(&tip, &head) {
        Some(base) => commit_base(repository, base, &name, prefix),
        None => Ok(Base::None),
    }
}

fn commit_base(
    repository: Repository,
    commit: String,
    name: &str,
    prefix: &str,
) -> Result<Base, RepositoryError> {
    let tree: GitTree = repository.tree(&commit, prefix)?;
    Ok(Base::Commit(CommitBase { files: Box::new(tree), commit, name: name.to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_what_it_is_to_the_repository() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path().join("repository");
        // What is there is enough; it need not be a file.
        for place in ["repository/old/a.yaml", "elsewhere.yaml"] {
            std::fs::create_dir_all(directory.path().join(place)).unwrap();
        }
        let inside = root.join("old/a.yaml");
        assert_eq!(name_of("old/a.yaml", &root, &root), "old/a.yaml");
        assert_eq!(name_of(inside.to_str().unwrap(), &root, &root), "old/a.yaml");
        assert_eq!(name_of("../elsewhere.yaml", &root, &root), "elsewhere.yaml");
    }
}
