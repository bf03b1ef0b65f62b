//! A folder of this machine as a place, and the way every file of ours is written: whole or not at all.
//!
//! A file is written beside its target under a temporary name and renamed, so that a reader or a killed process never
//! leaves half of it. Conditional puts hold a lock on a file of the folder; the system drops the lock of a dead
//! process.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use bytes::Bytes;
use futures_util::future::BoxFuture;

use super::error::{Failure, PlaceError};
use super::place::{Condition, Object, Place, Put, Stored, Upload, Version};

/// Our own folder in a folder place: the lock and the files being written. Never listed.
const OWN: &str = ".preview";

/// Writes `bytes` to `path` whole or not at all; makes missing folders. The file's old content stays readable until
/// the new one is complete.
///
/// # Errors
/// Those of the file system; the temporary file is removed again.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if is_device(path) {
        return File::options().write(true).open(path)?.write_all(bytes);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path.file_name().ok_or_else(|| io::Error::other("the path names no file"))?;
    let mut temporary = std::ffi::OsString::from(".");
    temporary.push(name);
    temporary.push(unique_ending());
    replace(&folder.join(temporary), path, bytes)
}

/// Whether a path is no file that could be replaced but a device or a pipe, as `/dev/null` and `/dev/stdout` are. A link
/// elsewhere is none: what it leads to is never written to. Below `/dev/shm` are files in memory, as anywhere else.
fn is_device(path: &Path) -> bool {
    let is_special = |found: fs::Metadata| !(found.is_file() || found.is_dir() || found.is_symlink());
    let is_below_dev = cfg!(unix) && path.starts_with("/dev") && !path.starts_with("/dev/shm");
    is_below_dev || fs::symlink_metadata(path).is_ok_and(is_special)
}

/// An ending that no other write of this or another living process uses.
pub(super) fn unique_ending() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!(".{}-{}.tmp", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

fn replace(temporary: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let written = File::create(temporary).and_then(|mut file| file.write_all(bytes));
    let result = written.and_then(|()| rename(temporary, path));
    if result.is_err() {
        // The first error is the one to tell; what is left is removed by the next publication.
        let _ = fs::remove_file(temporary);
    }
    result
}

/// Renames over an existing file. On Windows a reader, an indexer or a virus scanner may hold the target for a moment.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    let mut tries = 0;
    loop {
        match fs::rename(from, to) {
            Err(error) if cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied && tries < 20 => {
                tries += 1;
                std::thread::sleep(std::time::Duration::from_millis(10 * tries));
            }
            result => return result,
        }
    }
}

/// A folder as a place.
#[derive(Clone)]
pub(crate) struct Folder {
    inner: Arc<Inner>,
}

struct Inner {
    root: PathBuf,
    name: String,
}

impl Folder {
    /// The folder `root`; it is made when the first file is stored.
    pub(crate) fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        let name = format!("the folder `{}`", root.display());
        Folder { inner: Arc::new(Inner { root, name }) }
    }

    /// Runs file work off the threads that serve the network.
    fn blocking<T: Send + 'static>(
        &self,
        doing: String,
        work: impl FnOnce(&Inner) -> io::Result<T> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, PlaceError>> {
        let inner = Arc::clone(&self.inner);
        Box::pin(async move {
            let name = inner.name.clone();
            let done = tokio::task::spawn_blocking(move || work(&inner)).await;
            done.unwrap_or_else(|lost| Err(io::Error::other(lost)))
                .map_err(|error| trouble(doing, name, &error))
        })
    }
}

/// The words for an error of the file system.
fn trouble(doing: String, place: String, error: &io::Error) -> PlaceError {
    use io::ErrorKind;
    let next = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "Free some space, or publish to a folder on another disk"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "Give the user that runs this the right to write there, or choose another folder in `publish.to`"
        }
        ErrorKind::NotADirectory | ErrorKind::IsADirectory | ErrorKind::AlreadyExists => {
            "A file stands where a folder is needed, or the other way round: remove it, or choose another folder"
        }
        _ => "Check that the folder in `publish.to` can be written",
    };
    PlaceError {
        doing,
        place,
        identity: "this process's user".to_owned(),
        reason: error.to_string(),
        next: next.to_owned(),
        failure: Failure::Disk,
    }
}

impl Inner {
    fn path(&self, path: &str) -> PathBuf {
        let mut full = self.root.clone();
        full.extend(path.split('/').filter(|segment| !segment.is_empty()));
        full
    }

    fn put(&self, upload: &Upload, condition: &Condition) -> io::Result<Put> {
        let own = self.root.join(OWN);
        fs::create_dir_all(&own)?;
        let _lock = match condition {
            Condition::Always => None,
            Condition::Absent | Condition::Unchanged(_) => Some(self.lock(&own)?),
        };
        let path = self.path(&upload.path);
        let holds = match condition {
            Condition::Always => true,
            Condition::Absent => !path.try_exists()?,
            Condition::Unchanged(read) => read_if_there(&path)?.is_some_and(|now| version(&now) == *read),
        };
        if !holds {
            return Ok(Put::Conflict);
        }
        let mut tries = 0;
        loop {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            match replace(&own.join(unique_ending()), &path, &upload.bytes) {
                // A prune beside us may have removed the folder because it was empty.
                Err(error) if error.kind() == io::ErrorKind::NotFound && tries < 5 => tries += 1,
                result => return result.map(|()| Put::Stored),
            }
        }
    }

    /// Waits until no other process changes a pointer here. Dropping the file gives the lock back.
    fn lock(&self, own: &Path) -> io::Result<File> {
        let file = File::options().create(true).truncate(false).write(true).open(own.join("lock"))?;
        file.lock()?;
        remove_stale(own);
        Ok(file)
    }

    fn list(&self, prefix: &str) -> io::Result<Vec<Stored>> {
        let mut found = Vec::new();
        let mut folders = vec![prefix.trim_matches('/').to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in entries(&self.path(&folder))? {
                let Ok(name) = entry.file_name().into_string() else { continue };
                let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                if path == OWN {
                    continue;
                }
                let Some(data) = there(entry.metadata())? else { continue };
                if data.is_dir() {
                    folders.push(path);
                } else {
                    let modified = data.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
                    let modified = i64::try_from(modified).unwrap_or(i64::MAX);
                    found.push(Stored { path, size: data.len(), modified });
                }
            }
        }
        found.sort();
        Ok(found)
    }

    fn folders(&self, prefix: &str) -> io::Result<Vec<String>> {
        let mut found = Vec::new();
        for entry in entries(&self.path(prefix))? {
            if let Some(kind) = there(entry.file_type())?
                && kind.is_dir()
                && let Ok(name) = entry.file_name().into_string()
                && name != OWN
            {
                found.push(name);
            }
        }
        found.sort();
        Ok(found)
    }

    /// Removes the files, then the folders that became empty by it.
    fn delete(&self, paths: &[String]) -> io::Result<()> {
        for path in paths {
            let mut path = self.path(path);
            there(fs::remove_file(&path))?;
            while path.pop() && path != self.root && fs::remove_dir(&path).is_ok() {}
        }
        Ok(())
    }
}

/// Removes what killed processes were writing. It is no harm when that fails: nobody reads these files.
fn remove_stale(own: &Path) {
    let old = std::time::Duration::from_secs(60 * 60);
    for entry in entries(own).unwrap_or_default() {
        let modified = entry.metadata().and_then(|data| data.modified());
        let stale = modified.is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age > old));
        if stale && entry.path().extension().is_some_and(|ending| ending == "tmp") {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The entries of a folder; none where there is no folder.
fn entries(folder: &Path) -> io::Result<Vec<fs::DirEntry>> {
    match there(fs::read_dir(folder))? {
        Some(entries) => entries.collect(),
        None => Ok(Vec::new()),
    }
}

/// "Not there" as `None`.
fn there<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn read_if_there(path: &Path) -> io::Result<Option<Vec<u8>>> {
    there(fs::read(path))
}

/// A file system has no entity tags: the content's hash stands for one.
fn version(bytes: &[u8]) -> Version {
    Version { tag: Some(blake3::hash(bytes).to_hex().to_string()), number: None }
}

impl Place for Folder {
    fn name(&self) -> &str {
        &self.inner.name
    }

    fn identity(&self) -> &str {
        "this process's user"
    }

    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<Stored>, PlaceError>> {
        let folder = prefix.to_owned();
        self.blocking(format!("list `{prefix}`"), move |inner| inner.list(&folder))
    }

    fn folders<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<String>, PlaceError>> {
        let folder = prefix.to_owned();
        self.blocking(format!("list `{prefix}`"), move |inner| inner.folders(&folder))
    }

    fn get<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Result<Option<Object>, PlaceError>> {
        let file = path.to_owned();
        self.blocking(format!("read `{path}`"), move |inner| {
            let read = read_if_there(&inner.path(&file))?;
            Ok(read.map(|bytes| Object { version: version(&bytes), bytes: Bytes::from(bytes) }))
        })
    }

    fn put(&self, upload: Upload, condition: Condition) -> BoxFuture<'_, Result<Put, PlaceError>> {
        self.blocking(format!("store `{}`", upload.path), move |inner| inner.put(&upload, &condition))
    }

    fn delete(&self, paths: Vec<String>) -> BoxFuture<'_, Result<(), PlaceError>> {
        self.blocking("remove files".to_owned(), move |inner| inner.delete(&paths))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trouble_with_a_disk_names_the_place_and_the_next_step() {
        for (kind, next) in [
            (io::ErrorKind::StorageFull, "Free some space"),
            (io::ErrorKind::QuotaExceeded, "Free some space"),
            (io::ErrorKind::ReadOnlyFilesystem, "the right to write there"),
            (io::ErrorKind::PermissionDenied, "the right to write there"),
        ] {
            let text = trouble("store `a`".to_owned(), "the folder `/previews`".to_owned(), &kind.into())
                .to_string();
            for part in [next, "store `a`", "the folder `/previews`", "this process's user"] {
                assert!(text.contains(part), "{part} is missing in {text}");
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn devices_stay_devices_and_links_are_replaced() {
        assert!(is_device(Path::new("/dev/null")) && is_device(Path::new("/dev/stdout")));
        assert!(!is_device(Path::new("/dev/shm/site/preview.json")), "a file in memory");
        write_whole(Path::new("/dev/null"), b"x").unwrap();
        assert!(!fs::symlink_metadata("/dev/null").unwrap().is_file());
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        write_whole(&target, b"kept").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        write_whole(&link, b"new").unwrap();
        assert_eq!(
            (fs::read(&target).unwrap(), fs::read(&link).unwrap()),
            (b"kept".to_vec(), b"new".to_vec())
        );
    }

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/report.json");
        write_whole(&path, b"one").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_failed_write_leaves_the_old_file_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("taken");
        fs::create_dir_all(path.join("inside")).unwrap();
        assert!(write_whole(&path, b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn a_file_in_the_way_is_an_error_with_a_next_step() {
        let folder = tempfile::tempdir().unwrap();
        let place = Folder::new(folder.path());
        place.put(Upload::replaceable("a", "x"), Condition::Always).await.unwrap();
        let error = place.put(Upload::replaceable("a/b", "x"), Condition::Always).await.unwrap_err();
        assert_eq!(error.failure, Failure::Disk);
        assert!(error.to_string().contains("store `a/b`"), "{error}");
    }

    #[tokio::test]
    async fn what_a_killed_process_was_writing_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let place = Folder::new(folder.path());
        place.put(Upload::replaceable("a", "x"), Condition::Always).await.unwrap();
        let (old, new) = (folder.path().join(".preview/.1-1.tmp"), folder.path().join(".preview/.1-2.tmp"));
        for path in [&old, &new] {
            write_whole(path, b"half").unwrap();
        }
        let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(7200);
        File::options().write(true).open(&old).unwrap().set_modified(long_ago).unwrap();
        place.put(Upload::replaceable("b", "x"), Condition::Absent).await.unwrap();
        assert!(!old.exists() && new.exists());
    }

    #[tokio::test]
    async fn empty_folders_go_with_their_last_file() {
        let folder = tempfile::tempdir().unwrap();
        let place = Folder::new(folder.path());
        for path in ["a/b/c", "a/d"] {
            place.put(Upload::replaceable(path, "x"), Condition::Always).await.unwrap();
        }
        place.delete(vec!["a/b/c".to_owned()]).await.unwrap();
        assert!(!folder.path().join("a/b").exists() && folder.path().join("a/d").exists());
        place.delete(vec!["a/d".to_owned(), "never/there".to_owned()]).await.unwrap();
        assert_eq!(place.list("").await.unwrap(), []);
        assert!(folder.path().exists());
    }
}
