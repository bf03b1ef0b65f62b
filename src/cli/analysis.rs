//! The work that `run`, `build`, `lint` and `serve` share: load and check every API on both sides, then compare.

use std::path::Path;
use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::FxHashSet;

use crate::api::{self, Api};
use crate::definition::{self, Definition, LoadFailure, ReadFailure, Store};
use crate::diff::{self, Changes, DiffOptions};
use crate::document::Location;
use crate::lint::{self, Ceiling, IgnoreList, IgnoreSide, Ruleset};
use crate::openapi::{self, Version};
use crate::problem::{ApiProblem, Problem, ProblemTotals, Severity};
use crate::source::{DecodeError, Disk, FileError, Position};

use super::base::Base;
use super::failure::{Failure, Result};
use super::moved::Moved;
use super::workspace::{ApiTarget, Workspace};

/// A definition that could be read.
pub(super) struct Side {
    pub(super) definition: Definition,
    pub(super) version: Version,
}

impl Side {
    fn api(&self) -> Api<'_> {
        api::build(&self.definition, self.version)
    }
}

/// What the base has of an API.
pub(super) enum BaseSide {
    /// Nothing is compared.
    None,
    /// The API is new: the base has no such definition.
    New,
    /// The definition as it was, with its problems.
    Side(Box<Side>, Vec<Problem>),
    /// It is there, but can't be read.
    Unreadable(String),
}

/// One API, loaded and checked on both sides.
pub(super) struct ApiAnalysis {
    pub(super) name: Arc<str>,
    pub(super) path: String,
    /// The head's definition; `None` when it can't be read, or is gone.
    pub(super) head: Option<Side>,
    /// Whether the head has no such definition any more.
    pub(super) deleted: bool,
    /// The head's problems in their order, without ignored ones.
    pub(super) problems: Vec<Problem>,
    /// The problems that an ignore entry hides.
    pub(super) ignored: Vec<Problem>,
    /// The ceilings of rules.
    pub(super) ceilings: Vec<Ceiling>,
    pub(super) base: BaseSide,
}

impl ApiAnalysis {
    /// An API of which nothing is known yet.
    pub(super) fn empty(name: Arc<str>, path: &str) -> Self {
        ApiAnalysis {
            name,
            path: path.to_owned(),
            head: None,
            deleted: false,
            problems: Vec::new(),
            ignored: Vec::new(),
            ceilings: Vec::new(),
            base: BaseSide::None,
        }
    }

    /// The problems with what the comparison says of each.
    pub(super) fn api_problems(&self) -> Vec<ApiProblem> {
        let known: Option<FxHashSet<String>> = match &self.base {
            BaseSide::None | BaseSide::Unreadable(_) => None,
            BaseSide::New => Some(FxHashSet::default()),
            BaseSide::Side(_, problems) => Some(problems.iter().map(Problem::fingerprint).collect()),
        };
        self.problems
            .iter()
            .map(|problem| ApiProblem {
                api: self.name.clone(),
                new: known.as_ref().map(|known| !known.contains(&problem.fingerprint())),
                problem: problem.clone(),
            })
            .collect()
    }

    /// The problems of the base that the head has no more. What the head ignores it still has, and one that can't be
    /// read has lost its problems from sight, not mended them.
    pub(super) fn fixed(&self) -> Vec<&Problem> {
        let (Some(_), BaseSide::Side(_, base)) = (&self.head, &self.base) else { return Vec::new() };
        let mut head: FxHashSet<String> = self.problems.iter().map(Problem::fingerprint).collect();
        head.extend(self.ignored.iter().map(Problem::fingerprint));
        base.iter().filter(|problem| !head.contains(&problem.fingerprint())).collect()
    }

    /// How many problems there are.
    pub(super) fn totals(&self) -> ProblemTotals {
        ProblemTotals { ignored: self.ignored.len(), ..ProblemTotals::count(&self.problems) }
    }
}

/// An API's models and what changed between them.
pub(super) struct Compared<'a> {
    pub(super) analysis: &'a ApiAnalysis,
    pub(super) head: Option<Api<'a>>,
    pub(super) base: Option<Api<'a>>,
    /// `None` when nothing was compared.
    pub(super) changes: Option<Changes>,
}

impl Compared<'_> {
    /// Why nothing was compared although the base has such a definition.
    pub(super) fn hindrance(&self) -> Option<Hindrance<'_>> {
        match (&self.changes, &self.analysis.base) {
            (None, BaseSide::Side(..)) => Some(Hindrance::Head),
            (None, BaseSide::Unreadable(reason)) => Some(Hindrance::Base(reason)),
            _ => None,
        }
    }
}

/// What keeps two sides from being compared.
#[derive(Clone, Copy)]
pub(super) enum Hindrance<'a> {
    /// The head's definition can't be read; its problems say why.
    Head,
    /// The base's can't, for this reason.
    Base(&'a str),
}

impl Hindrance<'_> {
    /// In words.
    pub(super) fn reason(self) -> String {
        match self {
            Hindrance::Head => "the definition can't be read".to_owned(),
            Hindrance::Base(reason) => format!("the base can't be read: {reason}"),
        }
    }
}

/// Loads and checks the APIs on both sides, in parallel; the order of the targets is kept.
pub(super) fn analyse(
    workspace: &Workspace,
    targets: &[(ApiTarget, Ruleset)],
    (base, moved): (&BaseStore, &Moved),
    ignore: &IgnoreList,
) -> Result<Vec<ApiAnalysis>> {
    let one =
        |(target, ruleset): &(ApiTarget, Ruleset)| one(workspace, target, ruleset, (base, moved), ignore);
    let analysed: Vec<Result<ApiAnalysis>> = targets.par_iter().map(one).collect();
    analysed.into_iter().collect()
}

fn one(
    workspace: &Workspace,
    target: &ApiTarget,
    ruleset: &Ruleset,
    (base, moved): (&BaseStore, &Moved),
    ignore: &IgnoreList,
) -> Result<ApiAnalysis> {
    let base_side = match base {
        BaseStore::None => BaseSide::None,
        BaseStore::Tree(store) => {
            let old = moved.base_path(&target.path);
            renamed(base_side(store, old, ruleset, ignore), |file| (file == old).then(|| target.path.clone()))
        }
        BaseStore::File(store, path) => renamed(base_side(store, path, ruleset, ignore), |file| {
            (file == path).then(|| target.path.clone()).or_else(|| beside(file, path, &target.path))
        }),
    };
    let mut analysis =
        ApiAnalysis { base: base_side, ..ApiAnalysis::empty(target.name.clone(), &target.path) };
    match load(&workspace.store, &target.path, Some(ruleset)) {
        Loaded::Side(side, problems) => {
            let mut kept = ignore.apply(&side.definition, problems, IgnoreSide::Head);
            analysis.ceilings = lint::apply_ceilings(ruleset, side.version, &mut kept.problems);
            (analysis.problems, analysis.ignored) = (kept.problems, kept.ignored);
            analysis.head = Some(*side);
        }
        Loaded::Problems(problems) => analysis.problems = problems,
        Loaded::Missing(_) if matches!(analysis.base, BaseSide::Side(..)) => analysis.deleted = true,
        Loaded::Missing(error) => {
            let message =
                format!("cannot read `{}`, the definition of the API `{}`", target.path, target.name);
            return Err(Failure::usage(anyhow::Error::new(error).context(message)));
        }
    }
    Ok(analysis)
}

/// Builds the models and compares them, in parallel; the order is kept.
pub(super) fn compare<'a>(apis: &'a [ApiAnalysis], options: &DiffOptions) -> Vec<Compared<'a>> {
    apis.par_iter().map(|analysis| compare_one(analysis, options)).collect()
}

fn compare_one<'a>(analysis: &'a ApiAnalysis, options: &DiffOptions) -> Compared<'a> {
    let head = analysis.head.as_ref().map(Side::api);
    let base = match &analysis.base {
        BaseSide::Side(side, _) => Some(side.api()),
        _ => None,
    };
    let changes = match (&base, &head) {
        (Some(base), Some(head)) => Some(diff::compare(base, head, options)),
        (Some(base), None) if analysis.deleted => Some(diff::removed(base, options)),
        _ => None,
    };
    Compared { analysis, head, base, changes }
}

/// The base's documents.
pub(super) enum BaseStore {
    None,
    /// A commit's files, in which an API has the path that it has in the head.
    Tree(Store),
    /// One definition's file, whatever its name.
    File(Store, String),
}

impl BaseStore {
    /// The documents of a base.
    pub(super) fn new(base: Base, workspace: &Workspace) -> Result<Self> {
        Ok(match base {
            Base::None | Base::Missing(_) => BaseStore::None,
            Base::Commit(commit) => BaseStore::Tree(workspace.store_of(commit.files)),
            Base::Fetched(fetched) => {
                BaseStore::File(workspace.store_of(Box::new(fetched.files)), fetched.path)
            }
            Base::File { path: file, .. } => {
                if let Some(path) = workspace.relative(&file) {
                    return Ok(BaseStore::File(workspace.work_tree()?, path));
                }
                let folder = file.parent().unwrap_or(Path::new("."));
                let disk = Disk::new(folder).map_err(Failure::surroundings)?;
                let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
                BaseStore::File(workspace.store_of(Box::new(disk)), name.unwrap_or_default())
            }
        })
    }
}

/// The base is looked at as the head is, ignored problems left out: what was ignored is neither fixed nor known.
fn base_side(store: &Store, path: &str, ruleset: &Ruleset, ignore: &IgnoreList) -> BaseSide {
    match load(store, path, Some(ruleset)) {
        Loaded::Side(side, problems) => {
            let kept = ignore.apply(&side.definition, problems, IgnoreSide::Base);
            BaseSide::Side(side, kept.problems)
        }
        Loaded::Problems(problems) => {
            let first = problems.first().map(|problem| format!("{}: {}", problem.location, problem.message));
            BaseSide::Unreadable(first.unwrap_or_default())
        }
        Loaded::Missing(FileError::NotFound) => BaseSide::New,
        Loaded::Missing(error) => BaseSide::Unreadable(error.to_string()),
    }
}

/// A base's problems as if its files had the head's names, as far as `name` knows them: a rename brings no new problems
/// and mends none.
fn renamed(side: BaseSide, name: impl Fn(&str) -> Option<String>) -> BaseSide {
    let BaseSide::Side(side, mut problems) = side else { return side };
    for problem in &mut problems {
        if let Some(new) = name(&problem.location.file) {
            problem.location.file = Arc::from(new);
        }
    }
    BaseSide::Side(side, problems)
}

/// The head's name of a file that lies in or below the folder of the base's entry.
fn beside(file: &str, base: &str, head: &str) -> Option<String> {
    let folder = |path: &str| path.rfind('/').map_or(0, |at| at + 1);
    let below = file.strip_prefix(&base[..folder(base)])?;
    Some(format!("{}{below}", &head[..folder(head)]))
}

/// What came of reading one definition.
pub(super) enum Loaded {
    Side(Box<Side>, Vec<Problem>),
    /// No definition, but problems that say why.
    Problems(Vec<Problem>),
    /// The entry can't be read.
    Missing(FileError),
}

/// Reads a definition, and checks it where there are rules.
pub(super) fn load(store: &Store, path: &str, ruleset: Option<&Ruleset>) -> Loaded {
    let (definition, mut problems) = match definition::load(store, path) {
        Ok(loaded) => loaded,
        Err(LoadFailure::Syntax(problems)) => return Loaded::Problems(problems),
        Err(LoadFailure::Entry { source: ReadFailure::File(error), .. }) => return Loaded::Missing(error),
        // An entry is a path; were it a URL, its reason would be that of a file.
        Err(LoadFailure::Entry { source: ReadFailure::Remote(error), .. }) => {
            return Loaded::Missing(FileError::System(error.to_string()));
        }
        Err(LoadFailure::Entry { source: ReadFailure::Decode(error), .. }) => {
            return Loaded::Problems(vec![no_text(path, &error)]);
        }
    };
    let version = match openapi::detect(definition.root()) {
        Ok(version) => version,
        Err(unrecognized) => {
            problems.push(Problem::new(
                "unrecognized-format",
                Severity::Error,
                unrecognized.location,
                unrecognized.message,
            ));
            return Loaded::Problems(problems);
        }
    };
    if let Some(ruleset) = ruleset {
        problems.extend(lint::lint(ruleset, &definition, version));
    }
    problems.sort_by(Problem::order);
    Loaded::Side(Box::new(Side { definition, version }), problems)
}

/// The problem of a file whose bytes are no text.
fn no_text(path: &str, error: &DecodeError) -> Problem {
    let mut location = Location::start_of_file(path);
    if let DecodeError::Utf8 { line, column } = error {
        location.start = Position { line: *line, column: *column };
        location.end = location.start;
    }
    Problem::new("syntax", Severity::Error, location, error.to_string()).suggest("save the file as UTF-8")
}
