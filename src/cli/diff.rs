//! `preview diff BASE [HEAD]`: two versions, each a file, `REV:path`, or a revision of the repository.

use std::path::Path;
use std::sync::Arc;

use super::analysis::{self, ApiAnalysis, BaseSide, Compared, Loaded};
use super::approved;
use super::args::{DiffArgs, ImpactArg};
use super::base::{self, CommitBase};
use super::check::{Surroundings, diff_options, kind_infos};
use super::console::Console;
use super::failure::{Failure, Outcome, Result};
use super::moved::Moved;
use super::output::outputs;
use super::remote::{fetch_definition, is_url};
use super::verdict::gate_fails;
use super::workspace::{ApiTarget, Workspace};
use crate::config::ChangeGate;
use crate::definition::Store;
use crate::diff::Change;
use crate::report::{ApiChanges, ChangeReport, Format, Palette, write_changes};
use crate::source::{Disk, Repository};

/// One of the two versions.
enum Version {
    /// One definition.
    One(Store, String),
    /// All APIs of a revision, or of the work tree.
    All(Store),
}

pub(super) fn run(
    args: &DiffArgs,
    surroundings: &Surroundings<'_>,
    console: &mut Console,
) -> Result<Outcome> {
    // `text` is this command's word for what a terminal shows.
    let parse = |name: &str| if name == "text" { Some(Format::Codeframe) } else { Format::parse(name) };
    let mut names: Vec<&str> = vec!["text"];
    names.extend(Format::ALL.iter().map(|format| format.name()).filter(|name| *name != "codeframe"));
    let default = if console.in_azure { Format::Azure } else { Format::Codeframe };
    let outputs = outputs(&args.format, default, parse, &names)?;
    let files: Vec<String> = [Some(&args.base), args.head.as_ref()]
        .into_iter()
        .flatten()
        .filter(|text| surroundings.directory.join(text).is_file())
        .cloned()
        .collect();
    let workspace = Workspace::open(surroundings.shared, surroundings.directory, &files, console)?;
    let apis = load(args, &workspace, surroundings, console)?;
    let options = diff_options(&workspace, surroundings.clock)?;
    let mut compared = analysis::compare(&apis, &options);
    let gate = match args.fail_on {
        Some(ImpactArg::Breaking) => ChangeGate::Breaking,
        Some(ImpactArg::Risky) => ChangeGate::Risky,
        Some(ImpactArg::Never) => ChangeGate::Never,
        None => workspace.config.changes.fail_on,
    };
    if let Some(why) = &args.approve {
        approve(why, (&compared, gate), &workspace, (surroundings, console))?;
        // What is written below tells of the changes as they are accepted now.
        compared = analysis::compare(&apis, &diff_options(&workspace, surroundings.clock)?);
    }
    let changes: Vec<ApiChanges<'_>> = compared
        .iter()
        .filter_map(|compared| {
            let changes = compared.changes.as_ref()?;
            Some(ApiChanges { api: &compared.analysis.name, changes })
        })
        .collect();
    for api in compared.iter().filter(|compared| matches!(compared.analysis.base, BaseSide::New)) {
        console.note(&format!("{}: the base has no such definition", api.analysis.name));
    }
    let kinds = kind_infos();
    let root = workspace.root.to_string_lossy().into_owned();
    for output in &outputs {
        let colored = console.colored && output.file.is_none();
        let report = ChangeReport {
            apis: &changes,
            kinds: &kinds,
            palette: if colored { Palette::coloured() } else { Palette::plain() },
            max_edits: args.max_problems,
            root: Some(&root),
        };
        output.write(surroundings.directory, console, |format, out| write_changes(format, &report, out))?;
    }
    for approval in changes.iter().flat_map(|api| &api.changes.unmatched) {
        console.warning(&format!(
            "{}: the approval {} matches no change any more, or its time is over",
            workspace.config.changes.approved_path(),
            approval.fingerprint
        ));
    }
    let passes = args.approve.is_some() || failing(&compared, gate).is_empty();
    Ok(if passes { Outcome::Passed } else { Outcome::NotPassed })
}

/// The changes that do not pass.
fn failing<'c>(compared: &'c [Compared<'_>], gate: ChangeGate) -> Vec<&'c Change> {
    let changes = compared.iter().filter_map(|compared| compared.changes.as_ref());
    changes.flat_map(|changes| &changes.all).filter(|change| gate_fails(change, gate)).collect()
}

/// Writes the changes that do not pass into the approvals, in the name of the person whose commits these are.
fn approve(
    why: &str,
    (compared, gate): (&[Compared<'_>], ChangeGate),
    workspace: &Workspace,
    (surroundings, console): (&Surroundings<'_>, &mut Console),
) -> Result<()> {
    let of_git = Repository::discover(&workspace.root).ok().and_then(|repository| repository.user());
    let of_system = || {
        let user = surroundings.environment.get("USER").or(surroundings.environment.get("USERNAME"));
        user.map(str::to_owned)
    };
    let who = of_git.or_else(of_system).unwrap_or_else(|| "unknown".to_owned());
    let why = if why.is_empty() { "accepted" } else { why };
    let path = workspace.config.changes.approved_path();
    let failing = failing(compared, gate);
    if failing.is_empty() {
        console.note(&format!("nothing to add to {path}: all changes pass"));
        return Ok(());
    }
    let added = approved::add(workspace, &failing, &who, why)?;
    let changes = if added == 1 { "change" } else { "changes" };
    console.note(&format!("{added} {changes} added to {path}"));
    Ok(())
}

/// The APIs with both sides.
fn load(
    args: &DiffArgs,
    workspace: &Workspace,
    surroundings: &Surroundings<'_>,
    console: &mut Console,
) -> Result<Vec<ApiAnalysis>> {
    let base = version(&args.base, workspace, surroundings.directory)?;
    let head = match &args.head {
        Some(head) => version(head, workspace, surroundings.directory)?,
        None => match &base {
            // The same file in the work tree.
            Version::One(_, path) if args.base.contains(':') && !is_url(&args.base) => {
                Version::One(workspace.work_tree()?, path.clone())
            }
            Version::One(..) => {
                return Err(Failure::usage_message(format!(
                    "`{}` is a file: name the file to compare it with",
                    args.base
                ))
                .hint("as in `preview diff old.yaml new.yaml`, or `preview diff main:openapi.yaml`"));
            }
            Version::All(_) => Version::All(workspace.work_tree()?),
        },
    };
    match (&base, &head) {
        (Version::One(base, old), Version::One(head, new)) => {
            let name: Arc<str> = Arc::from(super::workspace::name_of(new));
            Ok(vec![one(name, (base, old), (head, new), console)?])
        }
        (Version::All(base), Version::All(head)) => {
            let mut targets = workspace.targets_in(head)?;
            let paths: Vec<&str> = targets.iter().map(|target| target.path.as_str()).collect();
            let is_open = workspace.config.apis.is_empty();
            let moved = Moved::told((base, head), (&paths, is_open), console);
            if is_open {
                let taken: Vec<(String, String)> =
                    targets.iter().map(|target| (target.name.to_string(), target.path.clone())).collect();
                targets.extend(workspace.gone(&moved.gone, &taken));
            }
            if targets.is_empty() {
                return Err(workspace.none_found());
            }
            let sides = |target: &ApiTarget, console: &mut Console| {
                let old = moved.base_path(&target.path);
                one(target.name.clone(), (base, old), (head, &target.path), console)
            };
            targets.iter().map(|target| sides(target, console)).collect()
        }
        _ => Err(Failure::usage_message("one side is a definition, the other a revision with all of them")
            .hint("write both as files or `REV:path`, or both as revisions")),
    }
}

fn one(
    name: Arc<str>,
    (base, old): (&Store, &str),
    (head, new): (&Store, &str),
    console: &mut Console,
) -> Result<ApiAnalysis> {
    let mut api = ApiAnalysis::empty(name, new);
    match analysis::load(head, new, None) {
        Loaded::Side(side, problems) => {
            api.head = Some(*side);
            api.problems = problems;
        }
        Loaded::Problems(problems) => return Err(unreadable(new, &problems)),
        Loaded::Missing(_) => api.deleted = true,
    }
    api.base = match analysis::load(base, old, None) {
        Loaded::Side(side, problems) => BaseSide::Side(side, problems),
        Loaded::Problems(problems) => return Err(unreadable(old, &problems)),
        Loaded::Missing(_) if api.deleted => {
            return Err(Failure::usage_message(format!("neither side has `{new}`")));
        }
        Loaded::Missing(_) => BaseSide::New,
    };
    for problem in &api.problems {
        console.detail(&format!("{}: {}", problem.location, problem.message));
    }
    Ok(api)
}

fn unreadable(path: &str, problems: &[crate::problem::Problem]) -> Failure {
    let first = problems.first().map(|problem| format!("{}: {}", problem.location, problem.message));
    Failure::usage_message(first.unwrap_or_else(|| format!("`{path}` can't be read")))
        .hint("both sides must be definitions without syntax errors")
}

/// What a word of the command line means: a file that is there, `REV:path`, or a revision.
fn version(text: &str, workspace: &Workspace, directory: &Path) -> Result<Version> {
    let file = directory.join(text);
    if file.is_file() {
        if let Some(path) = workspace.relative(&file) {
            return Ok(Version::One(workspace.work_tree()?, path));
        }
        let folder = file.parent().unwrap_or(Path::new("."));
        let disk = Disk::new(folder).map_err(Failure::surroundings)?;
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        return Ok(Version::One(workspace.store_of(Box::new(disk)), name));
    }
    if is_url(text) {
        let fetched = fetch_definition(text)?;
        return Ok(Version::One(workspace.store_of(Box::new(fetched.files)), fetched.path));
    }
    let wrong = |error: crate::source::RepositoryError| {
        Failure::usage(anyhow::Error::new(error).context(format!("cannot read `{text}`")))
            .hint("name a file that exists, a URL, `REV:path`, or a git revision")
    };
    if let Some((revision, path)) = text.split_once(':') {
        let CommitBase { files, .. } = base::revision(&workspace.root, revision).map_err(wrong)?;
        let path = crate::source::normalise(path)
            .ok_or_else(|| Failure::usage_message(format!("`{path}` leads out of the repository")))?;
        return Ok(Version::One(workspace.store_of(files), path));
    }
    let CommitBase { files, .. } = base::revision(&workspace.root, text).map_err(wrong)?;
    Ok(Version::All(workspace.store_of(files)))
}
