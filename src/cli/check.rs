//! What `run`, `build` and `lint` do before anything is rendered: find the APIs and the base, check, compare, judge.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::diff::{self, DeprecationDays, DiffOptions, Impact, MajorVersion, Preset, Stability};
use crate::document::{self, DocumentId};
use crate::lint::{IgnoreList, IgnoreSide, Linted, OwnInfo, Ruleset, catalogue};
use crate::problem::{ApiProblem, Problem, ProblemTotals, Severity};
use crate::publish::Shard;
use crate::report::{Format, Palette, ProblemReport, RuleInfo, write_problems};
use crate::source::join;

use super::analysis::{ApiAnalysis, BaseSide, BaseStore, Compared, analyse};
use super::approved;
use super::args::{CheckArgs, SharedArgs};
use super::base::{self, Base, MissingBase};
use super::clock::Clock;
use super::console::Console;
use super::environment::Environment;
use super::explain::{kind_words, meaning};
use super::failure::{Failure, Outcome, Result};
use super::moved::Moved;
use super::output::{Output, Sources, outputs};
use super::pipeline::Pipeline;
use super::reads::Reads;
use super::remote::{FetchedDefinition, fetch_definition, is_url};
use super::rules::Rulesets;
use super::timings::Timings;
use super::verdict::Gate;
use super::workspace::{ApiTarget, Workspace};

/// Everything that surrounds a command.
pub(super) struct Surroundings<'s> {
    pub(super) shared: &'s SharedArgs,
    pub(super) environment: &'s Environment,
    pub(super) directory: &'s Path,
    pub(super) clock: Clock,
    pub(super) pipeline: Option<Pipeline>,
    /// The files of the work tree that were asked for.
    pub(super) reads: Reads,
}

/// The definitions, checked on both sides.
pub(super) struct Check {
    pub(super) workspace: Workspace,
    pub(super) apis: Vec<ApiAnalysis>,
    /// Name and entry document of all APIs, those of other jobs too.
    pub(super) all: Vec<(String, String)>,
    /// Which part of them this job has.
    pub(super) shard: Option<Shard>,
    /// Rules that the configuration defines, of all APIs.
    own: Vec<OwnInfo>,
    /// Whether these are all that there are.
    linted: Linted,
    /// What was compared with: a name that people know, and the commit.
    pub(super) base: Option<(String, Option<String>)>,
    /// Why nothing was compared although something should have been.
    pub(super) missing_base: Option<MissingBase>,
    pub(super) gate: Gate,
    pub(super) outputs: Vec<Output<Format>>,
}

/// Whether a base is looked for without being asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BaseWanted {
    /// `run` and `build` compare with the target or default branch.
    Always,
    /// `lint` compares only in a pull-request build or when told.
    WhenAsked,
}

/// Where the files of a missing base may be had all the same.
pub(super) type Elsewhere<'e> = &'e mut dyn FnMut(&Workspace, &MissingBase) -> Option<base::CommitBase>;

/// Loads and checks. Says nothing yet.
pub(super) fn check(
    surroundings: &Surroundings<'_>,
    (asked, args): (&[String], &CheckArgs),
    wanted: BaseWanted,
    elsewhere: Elsewhere<'_>,
    (console, timings): (&mut Console, &mut Timings),
) -> Result<Check> {
    let default = if console.in_azure { Format::Azure } else { Format::Codeframe };
    let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    let outputs = outputs(&args.format, default, Format::parse, &names)?;
    let shared = (surroundings.shared, surroundings.directory);
    let workspace = Workspace::open_noting(&surroundings.reads, shared, asked, console)?;
    let targets = workspace.some_targets(asked, surroundings.directory)?;
    let mut all: Vec<(String, String)> =
        targets.iter().map(|target| (target.name.to_string(), target.path.clone())).collect();
    let shard = args.shard.as_deref().map(shard).transpose()?;
    let targets = part(targets, shard);
    let mut rulesets = Rulesets::new(&workspace);
    let mut targets = with_rules(&mut rulesets, targets)?;
    rulesets.tell(console);
    let nearest = rulesets.nearest().to_vec();
    timings.stage("find", format!("{} APIs", targets.len()));
    let pipeline = surroundings.pipeline.as_ref();
    let is_wanted = wanted == BaseWanted::Always
        || args.base.is_some()
        || pipeline.is_some_and(|pipeline| pipeline.pull_request.is_some());
    if wanted == BaseWanted::Always {
        super::docs_files::verify(&workspace)?;
    }
    let base = match is_wanted {
        true => find_base(&workspace, args.base.as_deref(), surroundings, elsewhere)?,
        false => Base::None,
    };
    let known = match &base {
        Base::Commit(commit) => Some((commit.name.clone(), Some(commit.commit.clone()))),
        Base::File { name, .. } | Base::Fetched(FetchedDefinition { name, .. }) => Some((name.clone(), None)),
        Base::None | Base::Missing(_) => None,
    };
    let missing_base = match &base {
        Base::Missing(missing) => Some(missing.clone()),
        _ => None,
    };
    refuse_one_for_many(&base, &all)?;
    let store = BaseStore::new(base, &workspace)?;
    let is_open = asked.is_empty() && workspace.config.apis.is_empty();
    let moved = moved(&store, &workspace, (&targets, is_open), console);
    if is_open {
        let gone = workspace.gone(&moved.gone, &all);
        all.extend(gone.iter().map(|target| (target.name.to_string(), target.path.clone())));
        targets.extend(with_rules(&mut rulesets, part(gone, shard))?);
    }
    if all.is_empty() {
        return Err(workspace.none_found());
    }
    let ignore = ignored(&workspace, &nearest)?;
    let mut apis = analyse(&workspace, &targets, (&store, &moved), &ignore)?;
    let linted = match asked.is_empty() && args.shard.is_none() {
        true => Linted::All,
        false => Linted::Some,
    };
    tell_unused(&ignore, linted, &mut apis);
    let (documents, bytes) = workspace.store.totals();
    timings.stage("check", format!("{documents} documents, {bytes} bytes"));
    let gate = Gate {
        fail_on: args.fail_on,
        new_only: args.new_only,
        max_warnings: args.max_warnings,
        changes: workspace.config.changes.fail_on,
    };
    let own = own_infos(&targets);
    Ok(Check { workspace, apis, all, shard, own, linted, base: known, missing_base, gate, outputs })
}

impl Check {
    /// The problems of all APIs, in the order of the APIs.
    pub(super) fn problems(&self) -> Vec<ApiProblem> {
        self.apis.iter().flat_map(ApiAnalysis::api_problems).collect()
    }

    /// How many there are.
    pub(super) fn totals(&self) -> ProblemTotals {
        self.apis.iter().map(ApiAnalysis::totals).fold(ProblemTotals::default(), |sum, one| ProblemTotals {
            error: sum.error + one.error,
            warning: sum.warning + one.warning,
            info: sum.info + one.info,
            ignored: sum.ignored + one.ignored,
        })
    }

    /// Writes the problems in every format that was asked for.
    pub(super) fn write_problems(
        &self,
        problems: &[ApiProblem],
        args: &CheckArgs,
        directory: &Path,
        console: &mut Console,
    ) -> Result<()> {
        let sources = Sources::of(problems, &self.workspace.store);
        let rules = rule_infos(&self.own);
        let root = self.workspace.root.to_string_lossy().into_owned();
        for output in &self.outputs {
            let colored = console.colored && output.file.is_none();
            let report = ProblemReport {
                problems,
                totals: self.totals(),
                rules: &rules,
                sources: &|path| sources.get(path),
                palette: if colored { Palette::coloured() } else { Palette::plain() },
                max_problems: args.max_problems,
                root: Some(&root),
            };
            output.write(directory, console, |format, out| write_problems(format, &report, out))?;
        }
        self.tell_ceilings(console);
        Ok(())
    }

    /// Says which ceilings could be lower, so that what was mended stays mended. A ceiling of several APIs has to hold
    /// for each of them: nothing is said when some were not looked at.
    fn tell_ceilings(&self, console: &mut Console) {
        if self.linted == Linted::Some {
            return;
        }
        let mut highest: BTreeMap<(&str, usize), usize> = BTreeMap::new();
        for ceiling in self.apis.iter().flat_map(|api| &api.ceilings) {
            let count = highest.entry((&ceiling.rule, ceiling.max)).or_default();
            *count = ceiling.count.max(*count);
        }
        for ((rule, max), count) in highest.into_iter().filter(|((_, max), count)| count < max) {
            console.note(&format!("`max: {max}` of the rule `{rule}` can be lowered to {count}"));
        }
    }

    /// Whether the problems pass.
    pub(super) fn outcome(&self, problems: &[ApiProblem]) -> Outcome {
        self.gate.problems(problems)
    }

    /// How many changes keep the APIs from passing.
    pub(super) fn failing_changes(&self, compared: &[Compared<'_>]) -> usize {
        let changes = compared.iter().filter_map(|compared| compared.changes.as_ref());
        changes.map(|changes| self.gate.failing_changes(changes)).sum()
    }

    /// How changes are judged.
    pub(super) fn diff_options(&self, clock: Clock) -> Result<DiffOptions> {
        diff_options(&self.workspace, clock)
    }
}

/// The entries of the ignore files: of the root's configuration, and of those below it, whose entries hold for what is
/// in their folder.
fn ignored(workspace: &Workspace, nearest: &[Arc<Config>]) -> Result<IgnoreList> {
    let mut list = ignore_list(workspace, workspace.config.ignore_path())?.unwrap_or_default();
    for config in nearest {
        let file = config.file.as_deref().unwrap_or_default();
        let Some(path) = join(file, config.ignore_path()) else { continue };
        let Some((folder, _)) = file.rsplit_once('/') else { continue };
        list.add_below(folder, ignore_list(workspace, &path)?.unwrap_or_default());
    }
    Ok(list)
}

/// The entries of one ignore file; `None` where there is no file.
fn ignore_list(workspace: &Workspace, path: &str) -> Result<Option<IgnoreList>> {
    let Some(source) = workspace.optional(path)? else { return Ok(None) };
    let read = document::parse(DocumentId(u32::MAX), source);
    if let Some(error) = read.errors.first() {
        return Err(Failure::usage_message(format!("{}: {}", error.location, error.message)));
    }
    IgnoreList::read(&read.document).map(Some).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        Failure::usage_message(lines.join("\nerror: "))
    })
}

/// Entries of the ignore file that cover nothing are problems of the first API whose run could have used them. One that
/// covered nothing in the base is no news.
fn tell_unused(ignore: &IgnoreList, linted: Linted, apis: &mut [ApiAnalysis]) {
    let files: Vec<String> = apis
        .iter()
        .flat_map(|api| {
            let side = api.head.iter();
            let files = side
                .flat_map(|side| side.definition.documents())
                .map(|document| document.source().path().to_string());
            files.chain([api.path.clone()])
        })
        .collect();
    let unused = |side: IgnoreSide| ignore.unused(files.iter().map(String::as_str), linted, side);
    if let Some(first) = apis.first_mut() {
        first.problems.extend(unused(IgnoreSide::Head));
        first.problems.sort_by(Problem::order);
        if let BaseSide::Side(_, problems) = &mut first.base {
            problems.extend(unused(IgnoreSide::Base));
        }
    }
}

/// How changes are judged, as the configuration says.
pub(super) fn diff_options(workspace: &Workspace, clock: Clock) -> Result<DiffOptions> {
    use crate::config::{ChangePreset, ImpactWord, MajorVersion as MajorWord, Stability as StabilityWord};
    let config = &workspace.config.changes;
    let mut options = DiffOptions::on(clock.now().date());
    options.preset = match config.preset {
        ChangePreset::Preview => Preset::Preview,
        ChangePreset::Oasdiff => Preset::Oasdiff,
    };
    options.impacts = config
        .impacts
        .iter()
        .map(|(id, word)| {
            let impact = match word {
                ImpactWord::Breaking => Some(Impact::Breaking),
                ImpactWord::Risky => Some(Impact::Risky),
                ImpactWord::Compatible => Some(Impact::Compatible),
                ImpactWord::Off => None,
            };
            (id.value.clone(), impact)
        })
        .collect();
    options.deprecation_days =
        DeprecationDays { beta: config.deprecation_days_beta, stable: config.deprecation_days_stable };
    options.stability = match config.stability {
        StabilityWord::Draft => Stability::Draft,
        StabilityWord::Alpha => Stability::Alpha,
        StabilityWord::Beta => Stability::Beta,
        StabilityWord::Stable => Stability::Stable,
    };
    options.major_version = match config.major_version {
        MajorWord::Off => MajorVersion::Off,
        MajorWord::Allow => MajorVersion::Allow,
    };
    options.approvals = approved::read(workspace)?;
    Ok(options)
}

fn find_base(
    workspace: &Workspace,
    asked: Option<&str>,
    surroundings: &Surroundings<'_>,
    elsewhere: Elsewhere<'_>,
) -> Result<Base> {
    if let Some(url) = asked.filter(|asked| is_url(asked)) {
        return fetch_definition(url).map(Base::Fetched);
    }
    let found = base::find(&workspace.root, asked, surroundings.directory, surroundings.pipeline.as_ref());
    let base = match (found, asked) {
        (Ok(base), _) => base,
        (Err(error), Some(asked)) => {
            return Err(Failure::usage(
                anyhow::Error::new(error).context(format!("cannot use the base `{asked}`")),
            )
            .hint("a base is a file, a URL of a definition, or a revision of this repository"));
        }
        // Without being asked a comparison is a courtesy: the rest is worth having.
        (Err(error), None) => Base::Missing(MissingBase {
            reason: error.to_string(),
            hint: "check out the repository with git before this step".to_owned(),
        }),
    };
    match base {
        Base::Missing(missing) => match elsewhere(workspace, &missing) {
            Some(commit) => Ok(Base::Commit(commit)),
            None => Ok(Base::Missing(missing)),
        },
        base => Ok(base),
    }
}

/// One definition is no base for several: each would differ from it in everything.
fn refuse_one_for_many(base: &Base, all: &[(String, String)]) -> Result<()> {
    let (Base::File { name, .. } | Base::Fetched(FetchedDefinition { name, .. })) = base else {
        return Ok(());
    };
    let [(first, _), _, ..] = all else { return Ok(()) };
    let message =
        format!("the base `{name}` is one definition, and there are {} APIs to compare with it", all.len());
    Err(Failure::usage_message(message)
        .hint(format!("name the API that it is the base of, as in `preview lint {first} --base {name}`"))
        .hint("or compare all of them with a revision, as in `--base main`"))
}

/// Which definitions the base has elsewhere, each is said; and where no configuration says which there are, which ones
/// are gone.
fn moved(
    base: &BaseStore,
    workspace: &Workspace,
    (targets, is_open): (&[(ApiTarget, Ruleset)], bool),
    console: &mut Console,
) -> Moved {
    let BaseStore::Tree(store) = base else { return Moved::default() };
    let paths: Vec<&str> = targets.iter().map(|(target, _)| target.path.as_str()).collect();
    Moved::told((store, &workspace.store), (&paths, is_open), console)
}

fn with_rules(rulesets: &mut Rulesets<'_>, targets: Vec<ApiTarget>) -> Result<Vec<(ApiTarget, Ruleset)>> {
    let with = targets.into_iter().map(|target| {
        let ruleset = rulesets.of(&target)?;
        Ok((target, ruleset))
    });
    with.collect()
}

/// Reads `--shard`.
fn shard(text: &str) -> Result<Shard> {
    let parsed = text.split_once('/').and_then(|(part, parts)| {
        let (part, parts) = (part.trim().parse::<u32>().ok()?, parts.trim().parse::<u32>().ok()?);
        (part >= 1 && part <= parts).then_some(Shard { part, parts })
    });
    parsed.ok_or_else(|| {
        Failure::usage_message(format!("`--shard {text}` is not of the form K/N with K from 1 to N"))
    })
}

/// This job's part of the APIs: every Nth, from the Kth on.
fn part(targets: Vec<ApiTarget>, shard: Option<Shard>) -> Vec<ApiTarget> {
    let Some(Shard { part, parts }) = shard else { return targets };
    let (first, step) = (part as usize - 1, parts as usize);
    targets.into_iter().skip(first).step_by(step).collect()
}

/// The kinds of change, as rules.
pub(super) fn kind_infos() -> Vec<RuleInfo<'static>> {
    let severity = |impact: Impact| match impact {
        Impact::Breaking => Severity::Error,
        Impact::Risky => Severity::Warning,
        Impact::Compatible => Severity::Info,
    };
    let info = |row: &'static diff::Row| RuleInfo {
        id: row.id,
        summary: kind_words(row).into(),
        why: meaning(row).into(),
        severity: severity(row.impact),
        page: None,
    };
    diff::catalogue().map(info).collect()
}

/// The rules that the configuration defines for some API, each once.
fn own_infos(targets: &[(ApiTarget, Ruleset)]) -> Vec<OwnInfo> {
    let mut infos: Vec<OwnInfo> = targets.iter().flat_map(|(_, ruleset)| ruleset.own_infos()).collect();
    infos.sort_by(|one, other| one.id.cmp(&other.id));
    infos.dedup_by(|one, other| one.id == other.id);
    infos
}

fn rule_infos(own: &[OwnInfo]) -> Vec<RuleInfo<'_>> {
    let info = |rule: &'static crate::lint::RuleDef| RuleInfo {
        id: rule.id,
        summary: rule.summary.into(),
        why: rule.why.into(),
        severity: Severity::Warning,
        page: None,
    };
    let own = own.iter().map(|rule| RuleInfo {
        id: &rule.id,
        summary: rule.summary.as_str().into(),
        why: "The configuration defines this rule.".into(),
        severity: rule.severity,
        page: rule.page.as_deref(),
    });
    catalogue().iter().map(|rule| info(rule)).chain(own).collect()
}
