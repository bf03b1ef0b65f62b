//! What a command works on: the root, its configuration, and the APIs that were asked for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{self, Config, ConfigError, DecoratorConfig, RulesConfig};
use crate::definition::{Remote, Store, discover};
use crate::http::Reach;
use crate::source::{Disk, Files, Source, normalise};

use super::args::SharedArgs;
use super::console::Console;
use super::failure::{Failure, Result};
use super::meaning::refuse_nonsense;
use super::reads::{NotedFiles, Reads};
use super::remote::RemoteTexts;

/// Folders that hold one of these are roots.
const ROOT_MARKS: [&str; 3] = ["preview.yaml", "preview.yml", ".git"];

/// The root with its configuration.
pub(super) struct Workspace {
    /// The root, absolute.
    pub(super) root: PathBuf,
    pub(super) config: Config,
    /// Whether the command line names the configuration: it holds for all APIs then.
    pub(super) config_is_named: bool,
    /// The documents of the head: the work tree.
    pub(super) store: Store,
    /// The files that were asked for.
    reads: Reads,
    /// Texts of allowed hosts, for both sides.
    remote: Option<Arc<dyn Remote>>,
}

/// One API to work on.
#[derive(Clone, Debug)]
pub(super) struct ApiTarget {
    /// Its name: a folder of the site, and the word for it everywhere.
    pub(super) name: Arc<str>,
    /// Its entry document, relative to the root.
    pub(super) path: String,
    /// Rules of this API over those of all.
    pub(super) rules: Option<RulesConfig>,
    /// Decorators of this API over those of all.
    pub(super) decorators: Vec<DecoratorConfig>,
}

impl Workspace {
    /// Finds the root and reads its configuration. `paths` are the APIs as asked for: a definition outside of the
    /// current repository brings its own root along.
    pub(super) fn open(
        shared: &SharedArgs,
        directory: &Path,
        paths: &[String],
        console: &mut Console,
    ) -> Result<Self> {
        Self::open_noting(&Reads::default(), (shared, directory), paths, console)
    }

    /// As [`Workspace::open`], and notes which files are asked for.
    pub(super) fn open_noting(
        reads: &Reads,
        (shared, directory): (&SharedArgs, &Path),
        paths: &[String],
        console: &mut Console,
    ) -> Result<Self> {
        let root = match &shared.root {
            Some(root) => directory.join(root),
            None => find_root(directory, paths),
        };
        let root = root.canonicalize().map_err(|error| {
            Failure::usage(
                anyhow::Error::new(error).context(format!("cannot read the root `{}`", root.display())),
            )
        })?;
        let disk = Disk::new(&root).map_err(Failure::surroundings)?;
        let files = NotedFiles { disk, root: root.clone(), reads: reads.clone() };
        let config = read_config(shared, directory, &files)?;
        refuse_nonsense(&config)?;
        for entry in &config.not_honoured {
            console
                .warning(&format!("{}: `{}` is not honoured: {}", entry.location, entry.name, entry.reason));
        }
        console.detail(&format!("root: {}", root.display()));
        let remote = RemoteTexts::of(&config.reference_hosts, Reach::Public);
        let store = Store::new(Box::new(files)).with_remote(remote.clone());
        let config_is_named = shared.config.is_some();
        Ok(Workspace { root, config, config_is_named, store, reads: reads.clone(), remote })
    }

    /// The documents of other files: of the base, or of another folder.
    pub(super) fn store_of(&self, files: Box<dyn Files>) -> Store {
        Store::new(files).with_remote(self.remote.clone())
    }

    /// A workspace of files in memory.
    #[cfg(test)]
    pub(super) fn of(files: crate::source::Memory, config: Config, remote: Option<Arc<dyn Remote>>) -> Self {
        let store = Store::new(Box::new(files)).with_remote(remote.clone());
        let reads = Reads::default();
        Workspace { root: PathBuf::new(), config, config_is_named: false, store, reads, remote }
    }

    /// What fetches texts of the hosts that the configuration allows.
    pub(super) fn remote(&self) -> Option<&dyn Remote> {
        self.remote.as_deref()
    }

    /// The documents of the work tree, read anew.
    pub(super) fn work_tree(&self) -> Result<Store> {
        let disk = Disk::new(&self.root).map_err(Failure::surroundings)?;
        Ok(self.store_of(Box::new(disk)))
    }

    /// The APIs that `asked` names; all when it names none. At least one.
    pub(super) fn targets(&self, asked: &[String], directory: &Path) -> Result<Vec<ApiTarget>> {
        let targets = self.some_targets(asked, directory)?;
        if targets.is_empty() { Err(self.none_found()) } else { Ok(targets) }
    }

    /// Why there is nothing to do.
    pub(super) fn none_found(&self) -> Failure {
        let message = format!("no OpenAPI definition was found in `{}`", self.root.display());
        Failure::usage_message(message)
            .hint("name one, as in `preview lint openapi.yaml`, or run `preview init`")
    }

    /// As [`Workspace::targets`], and none where there is none.
    pub(super) fn some_targets(&self, asked: &[String], directory: &Path) -> Result<Vec<ApiTarget>> {
        if asked.is_empty() {
            return self.targets_in(&self.store);
        }
        let configured = self.configured(&self.store)?;
        asked.iter().map(|name| self.target(name, &configured, directory)).collect()
    }

    /// All APIs as `store` has them, the files of the work tree or of a commit; none where there is none. What the
    /// configuration of the work tree names is taken as it is.
    pub(super) fn targets_in(&self, store: &Store) -> Result<Vec<ApiTarget>> {
        let configured = self.configured(store)?;
        if !configured.is_empty() {
            return Ok(configured);
        }
        let found = self.reads.without(|| discover(store)).map_err(|error| {
            Failure::surroundings(anyhow::Error::new(error).context("cannot list the root"))
        })?;
        let paths: Vec<&str> = found.iter().map(|found| found.path.as_str()).collect();
        Ok(named(&paths))
    }

    /// Definitions that only the base has, named beside those that are there.
    pub(super) fn gone(&self, paths: &[String], taken: &[(String, String)]) -> Vec<ApiTarget> {
        let paths: Vec<&str> = taken.iter().map(|(_, path)| path).chain(paths).map(String::as_str).collect();
        // Named together, so that a name says what tells the definitions apart; those that are there keep theirs.
        let mut targets = named(&paths).split_off(taken.len());
        for target in &mut targets {
            let is_taken = |name: &str| taken.iter().any(|(known, _)| known == name);
            if is_taken(&target.name) {
                target.name =
                    Arc::from(slug(target.path.rsplit_once('.').map_or(&*target.path, |(stem, _)| stem)));
            }
        }
        targets.retain(|target| taken.iter().all(|(known, _)| **known != *target.name));
        targets
    }

    fn configured(&self, store: &Store) -> Result<Vec<ApiTarget>> {
        let apis = &self.config.apis;
        if apis.is_empty() {
            return Ok(Vec::new());
        }
        let folder = self.config.file.as_deref().and_then(|file| file.rsplit_once('/'));
        let folder = folder.map_or("", |(folder, _)| folder);
        let files = match apis.iter().any(|api| api.root.value.contains(['*', '?'])) {
            true => store.files().list().map_err(Failure::surroundings)?,
            false => Vec::new(),
        };
        let roots = config::roots(apis, folder, &files).map_err(|errors| refused(&errors))?;
        Ok(roots
            .into_iter()
            .map(|root| ApiTarget {
                name: Arc::from(root.name),
                path: root.path,
                rules: Some(root.api.rules.clone()),
                decorators: root.api.decorators.clone(),
            })
            .collect())
    }

    fn target(&self, asked: &str, configured: &[ApiTarget], directory: &Path) -> Result<ApiTarget> {
        if let Some(target) = configured.iter().find(|target| *target.name == *asked) {
            return Ok(target.clone());
        }
        let path = self.relative(&directory.join(asked)).ok_or_else(|| {
            let message = format!("`{asked}` is outside of the root `{}`", self.root.display());
            Failure::usage_message(message).hint("name the root with `--root DIR`")
        })?;
        if let Some(target) = configured.iter().find(|target| target.path == path) {
            return Ok(target.clone());
        }
        if let Err(error) = self.store.files().read(&path) {
            let message = format!("cannot read `{asked}`");
            let mut failure = Failure::usage(anyhow::Error::new(error).context(message));
            let names = configured.iter().map(|target| &*target.name);
            if let Some(nearest) = config::did_you_mean(asked, names) {
                failure = failure.hint(nearest);
            }
            return Err(failure.hint("an API is a name from preview.yaml or the path of a definition"));
        }
        let name = named(&[&path]).remove(0).name;
        Ok(ApiTarget { name, path, rules: None, decorators: Vec::new() })
    }

    /// A path relative to the root with `/` separators; `None` outside of it. The file need not exist.
    pub(super) fn relative(&self, path: &Path) -> Option<String> {
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(_) => path.parent()?.canonicalize().ok()?.join(path.file_name()?),
        };
        let relative = real.strip_prefix(&self.root).ok()?.to_str()?;
        normalise(&relative.replace(std::path::MAIN_SEPARATOR, "/"))
    }

    /// All files of the root that git does not ignore, sorted.
    pub(super) fn all_files(&self) -> Vec<String> {
        Disk::new(&self.root).map(|disk| disk.all()).unwrap_or_default()
    }

    /// The text of a file of the root, where there is one.
    pub(super) fn optional(&self, path: &str) -> Result<Option<Source>> {
        match self.store.files().read(path) {
            Ok(bytes) => decode(path, bytes).map(Some),
            Err(crate::source::FileError::NotFound) => Ok(None),
            Err(error) => {
                Err(Failure::usage(anyhow::Error::new(error).context(format!("cannot read `{path}`"))))
            }
        }
    }
}

/// The errors of a configuration as one failure that names each place.
pub(super) fn refused(errors: &[ConfigError]) -> Failure {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    Failure::usage_message(lines.join("\nerror: "))
}

fn decode(path: &str, bytes: Vec<u8>) -> Result<Source> {
    Source::decode(path, bytes)
        .map_err(|error| Failure::usage(anyhow::Error::new(error).context(format!("cannot read `{path}`"))))
}

fn read_config(shared: &SharedArgs, directory: &Path, files: &NotedFiles) -> Result<Config> {
    if let Some(file) = &shared.config {
        let path = directory.join(file);
        files.reads.note(path.clone());
        let shown = file.to_string_lossy();
        let bytes = std::fs::read(&path).map_err(|error| {
            Failure::usage(anyhow::Error::new(error).context(format!("cannot read `{shown}`")))
        })?;
        let relative = path.canonicalize().ok();
        let relative = relative.as_deref().and_then(|path| path.strip_prefix(&files.root).ok());
        let name = relative.and_then(Path::to_str).unwrap_or(&shown);
        let name = name.replace(std::path::MAIN_SEPARATOR, "/");
        return config::read(decode(&name, bytes)?).map_err(|errors| refused(&errors));
    }
    for name in config::FILE_NAMES {
        if let Ok(bytes) = files.read(name) {
            return config::read(decode(name, bytes)?).map_err(|errors| refused(&errors));
        }
    }
    Ok(Config::defaults())
}

/// The nearest marked folder upward from the current one, or from the definitions when they are elsewhere; without a
/// mark the folder itself.
fn find_root(directory: &Path, paths: &[String]) -> PathBuf {
    let here = marked(directory);
    let root = here.as_deref().unwrap_or(directory);
    let files: Vec<PathBuf> =
        paths.iter().filter_map(|path| directory.join(path).canonicalize().ok()).collect();
    let inside = |file: &PathBuf| root.canonicalize().is_ok_and(|root| file.starts_with(root));
    if files.iter().all(inside) {
        return root.to_owned();
    }
    let common = files.iter().filter_map(|file| file.parent()).map(Path::to_path_buf).reduce(common_folder);
    let folder = common.unwrap_or_else(|| root.to_owned());
    marked(&folder).unwrap_or(folder)
}

fn marked(folder: &Path) -> Option<PathBuf> {
    let is_marked = |folder: &&Path| ROOT_MARKS.iter().any(|mark| folder.join(mark).exists());
    folder.ancestors().find(is_marked).map(Path::to_path_buf)
}

fn common_folder(one: PathBuf, two: PathBuf) -> PathBuf {
    one.ancestors().find(|folder| two.starts_with(folder)).map(Path::to_path_buf).unwrap_or(one)
}

/// Names for definitions that no configuration names: the file's name, or its folder's where the file's says nothing,
/// or as much of the path as tells them apart.
fn named(paths: &[&str]) -> Vec<ApiTarget> {
    let short: Vec<String> = paths.iter().map(|path| short_name(path)).collect();
    let names = paths.iter().enumerate().map(|(at, path)| {
        let unique = short.iter().filter(|name| **name == short[at]).count() == 1;
        if unique { short[at].clone() } else { slug(path.rsplit_once('.').map_or(*path, |(stem, _)| stem)) }
    });
    let mut taken: Vec<String> = Vec::new();
    let mut targets = Vec::new();
    for (name, path) in names.zip(paths) {
        let free = (1..)
            .map(|number| if number == 1 { name.clone() } else { format!("{name}-{number}") })
            .find(|name| !taken.contains(name));
        let name = free.unwrap_or(name);
        taken.push(name.clone());
        let (name, path) = (Arc::from(name), (*path).to_owned());
        targets.push(ApiTarget { name, path, rules: None, decorators: Vec::new() });
    }
    targets
}

/// The name of a definition by itself.
pub(super) fn name_of(path: &str) -> String {
    short_name(path)
}

fn short_name(path: &str) -> String {
    const PLAIN: [&str; 8] = ["openapi", "swagger", "index", "api", "root", "main", "definition", "spec"];
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.split('.').next().unwrap_or(file);
    if !PLAIN.contains(&stem.to_ascii_lowercase().as_str()) {
        return slug(file.rsplit_once('.').map_or(file, |(stem, _)| stem));
    }
    let folder = folder.rsplit('/').find(|name| !PLAIN.contains(name)).unwrap_or_default();
    let name = slug(folder);
    if name.is_empty() { "api".to_owned() } else { name }
}

/// A name as a folder: lower-case letters, digits, single hyphens; at most 60 characters.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'a'..='z' | '0'..='9' => slug.push(character),
            '.' | '_' if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(60);
    let slug = slug.trim_end_matches('-');
    // These names belong to the site itself.
    if matches!(slug, "" | "assets" | "con" | "nul" | "aux" | "prn") {
        format!("api-{slug}").trim_end_matches('-').to_owned()
    } else {
        slug.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_tells_definitions_apart() {
        let names =
            |paths: &[&str]| named(paths).iter().map(|target| target.name.to_string()).collect::<Vec<_>>();
        assert_eq!(names(&["openapi.yaml"]), ["api"]);
        assert_eq!(names(&["museum/openapi.yaml", "api/train.json"]), ["museum", "train"]);
        assert_eq!(names(&["a/v1/x.yaml", "b/v1/x.yaml"]), ["a-v1-x", "b-v1-x"]);
        assert_eq!(names(&["Ünïcode API.v1.yaml"]), ["n-code-api-v1"]);
        assert_eq!(names(&["assets.yaml"]), ["api-assets"]);
    }
}
