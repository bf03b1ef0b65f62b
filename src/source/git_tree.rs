//! A commit's files, read straight from git's object database: no checkout, no child process, no network.

use std::path::Path;
use std::sync::Mutex;

use git2::{ErrorCode, ObjectType, Oid, TreeWalkMode, TreeWalkResult};

use super::files::{FileError, Files, MAX_FILE_BYTES, is_hidden, is_left_out, may_be_definition};

/// Why the repository does not give what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RepositoryError {
    /// There is no repository at or above the folder.
    #[error("no git repository was found")]
    Missing,
    /// The revision names nothing that is here; in a shallow clone it may exist elsewhere.
    #[error("the revision `{revision}` is not in this clone")]
    Revision {
        /// The revision as given.
        revision: String,
        /// Whether the clone is shallow.
        shallow: bool,
    },
    /// libgit2 refused.
    #[error("git: {0}")]
    Git(String),
}

impl From<git2::Error> for RepositoryError {
    fn from(error: git2::Error) -> Self {
        RepositoryError::Git(error.message().to_owned())
    }
}

/// A git repository, opened for reading.
pub(crate) struct Repository {
    inner: git2::Repository,
}

impl Repository {
    /// Opens the repository that holds `folder`.
    pub(crate) fn discover(folder: &Path) -> Result<Self, RepositoryError> {
        match git2::Repository::discover(folder) {
            Ok(inner) => Ok(Repository { inner }),
            Err(error) if error.code() == ErrorCode::NotFound => Err(RepositoryError::Missing),
            Err(error) => Err(error.into()),
        }
    }

    /// The work tree's folder; `None` for a bare repository.
    pub(crate) fn work_tree(&self) -> Option<&Path> {
        self.inner.workdir()
    }

    /// Whether history is cut off.
    pub(crate) fn is_shallow(&self) -> bool {
        self.inner.is_shallow()
    }

    /// The commit that a revision names (a hash, branch, tag, `HEAD~1`, …), as 40 hex digits.
    pub(crate) fn commit(&self, revision: &str) -> Result<String, RepositoryError> {
        let missing =
            || RepositoryError::Revision { revision: revision.to_owned(), shallow: self.is_shallow() };
        let object = self.inner.revparse_single(revision).map_err(|_| missing())?;
        Ok(object.peel_to_commit().map_err(|_| missing())?.id().to_string())
    }

    /// The parents of a commit, in order. In a shallow clone parents may be missing from the database.
    pub(crate) fn parents(&self, commit: &str) -> Result<Vec<String>, RepositoryError> {
        let commit = self.inner.find_commit(Oid::from_str(commit)?)?;
        Ok(commit.parent_ids().map(|id| id.to_string()).collect())
    }

    /// Whether a commit's object is in the database.
    pub(crate) fn has_commit(&self, commit: &str) -> bool {
        Oid::from_str(commit).is_ok_and(|id| self.inner.find_commit(id).is_ok())
    }

    /// The best common ancestor of two commits; `None` when there is none here.
    pub(crate) fn merge_base(&self, one: &str, two: &str) -> Option<String> {
        let (one, two) = (Oid::from_str(one).ok()?, Oid::from_str(two).ok()?);
        self.inner.merge_base(one, two).ok().map(|id| id.to_string())
    }

    /// The short name of the checked-out branch; `None` when HEAD is detached or unborn.
    pub(crate) fn branch(&self) -> Option<String> {
        let head = self.inner.head().ok()?;
        if !head.is_branch() {
            return None;
        }
        head.shorthand().ok().map(str::to_owned)
    }

    /// The commit of `origin`'s default branch, or of a local `main` or `master`, with the name it was found under.
    pub(crate) fn default_branch(&self) -> Option<(String, String)> {
        let mut names = Vec::new();
        if let Ok(reference) = self.inner.find_reference("refs/remotes/origin/HEAD")
            && let Ok(Some(target)) = reference.symbolic_target()
        {
            names.push(target.to_owned());
        }
        for name in ["origin/main", "origin/master"] {
            names.push(format!("refs/remotes/{name}"));
        }
        for name in ["main", "master"] {
            names.push(format!("refs/heads/{name}"));
        }
        names.into_iter().find_map(|name| {
            let commit = self.commit(&name).ok()?;
            let short = name.trim_start_matches("refs/remotes/").trim_start_matches("refs/heads/");
            Some((short.to_owned(), commit))
        })
    }

    /// `user.name`: who commits here.
    pub(crate) fn user(&self) -> Option<String> {
        self.inner.config().ok()?.get_string("user.name").ok().filter(|name| !name.trim().is_empty())
    }

    /// The address of the remote `origin`.
    pub(crate) fn origin(&self) -> Option<String> {
        self.inner.find_remote("origin").ok()?.url().ok().map(str::to_owned)
    }

    /// The files of a commit, below `prefix` (`/`-separated, empty for the whole tree).
    pub(crate) fn tree(self, commit: &str, prefix: &str) -> Result<GitTree, RepositoryError> {
        let tree = self.inner.find_commit(Oid::from_str(commit)?)?.tree_id();
        Ok(GitTree { repository: Mutex::new(self.inner), tree, prefix: prefix.trim_matches('/').to_owned() })
    }
}

/// The files of one commit.
pub(crate) struct GitTree {
    /// libgit2's handle is not to be used from two threads at once.
    repository: Mutex<git2::Repository>,
    tree: Oid,
    prefix: String,
}

impl GitTree {
    fn full_path(&self, path: &str) -> String {
        if self.prefix.is_empty() { path.to_owned() } else { format!("{}/{path}", self.prefix) }
    }
}

impl Files for GitTree {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let repository = self.repository.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let system = |error: git2::Error| FileError::System(error.message().to_owned());
        let tree = repository.find_tree(self.tree).map_err(system)?;
        let entry = tree.get_path(Path::new(&self.full_path(path))).map_err(|_| FileError::NotFound)?;
        match entry.kind() {
            Some(ObjectType::Tree) => return Err(FileError::Directory),
            // A symbolic link is a blob that holds its target; following it would need the same care as on disk.
            _ if entry.filemode() == 0o120_000 => return Err(FileError::Outside),
            Some(ObjectType::Blob) => {}
            _ => return Err(FileError::NotFound),
        }
        let (bytes, _) = repository.odb().and_then(|odb| odb.read_header(entry.id())).map_err(system)?;
        if bytes as u64 > MAX_FILE_BYTES {
            return Err(FileError::TooLarge { bytes: bytes as u64 });
        }
        Ok(repository.find_blob(entry.id()).map_err(system)?.content().to_vec())
    }

    fn list(&self) -> Result<Vec<String>, FileError> {
        let repository = self.repository.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let tree =
            repository.find_tree(self.tree).map_err(|error| FileError::System(error.message().to_owned()))?;
        let folder = if self.prefix.is_empty() { String::new() } else { format!("{}/", self.prefix) };
        let mut paths = Vec::new();
        // The walk stops early only when the callback says so, and ours never does.
        let _ = tree.walk(TreeWalkMode::PreOrder, |parent, entry| {
            if let Ok(name) = entry.name() {
                let path = format!("{parent}{name}");
                if entry.kind() == Some(ObjectType::Tree) && is_left_out(name) && path.starts_with(&folder) {
                    return TreeWalkResult::Skip;
                }
                if entry.kind() == Some(ObjectType::Blob)
                    && !is_hidden(name)
                    && may_be_definition(&path)
                    && let Some(relative) = path.strip_prefix(&folder)
                {
                    paths.push(relative.to_owned());
                }
            }
            TreeWalkResult::Ok
        });
        paths.sort_unstable();
        Ok(paths)
    }
}
