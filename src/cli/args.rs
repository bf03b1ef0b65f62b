//! The command line as clap sees it: commands, options and their help, nothing else. The variable of each option is in [`super::variables`].

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

const AFTER_HELP: &str = "\
Exit codes: 0 the definitions pass · 1 a definition does not pass · 2 the command line or the configuration is wrong · \
3 storage, network, git, token or permission failed";

/// Validates, compares and previews OpenAPI definitions.
#[derive(Debug, Parser)]
#[command(name = "preview", version, max_term_width = 100, after_help = AFTER_HELP, disable_help_subcommand = true)]
pub(super) struct CommandLine {
    #[command(flatten)]
    pub(super) shared: SharedArgs,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub(super) struct SharedArgs {
    /// The configuration file [default: preview.yaml in the root]
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// The repository [default: the nearest folder upward with preview.yaml or .git]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// Say more
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(super) verbose: bool,
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// When to colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorArg,
    /// Show no progress
    #[arg(long, global = true)]
    pub(super) no_progress: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorArg {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// The pipeline step: validate, compare, render, publish, report to the pull request
    Run(RunArgs),
    /// Validate, compare and render into a folder
    Build(BuildArgs),
    /// Validate only
    Lint(LintArgs),
    /// Compare two versions: files, REV:path, or git revisions
    Diff(DiffArgs),
    /// Write one self-contained definition
    Bundle(BundleArgs),
    /// Live preview on localhost: rebuilds and reloads when a file changes
    Serve(ServeArgs),
    /// Upload a built site
    Publish(PublishArgs),
    /// Remove previews of closed pull requests and expired builds
    Prune(PruneArgs),
    /// Write preview.yaml and a pipeline for the definitions found
    Init(InitArgs),
    /// Check configuration, git, token, permissions and storage; say how to mend each
    Doctor(DoctorArgs),
    /// A rule or a change kind: what, why, a bad and a good example
    Explain(ExplainArgs),
    /// The rules in force: every rule with its severity under the configuration
    Rules(RulesArgs),
    /// The JSON Schema of preview.yaml
    Schema,
    /// Shell completions
    Completions(CompletionsArgs),
}

/// Which APIs.
#[derive(Clone, Debug, Args)]
pub(super) struct ApiArgs {
    /// Names from the configuration, or paths of definitions [default: all]
    #[arg(value_name = "API")]
    pub(super) apis: Vec<String>,
}

/// Options of `run`, `build` and `lint`.
#[derive(Clone, Debug, Args)]
pub(super) struct CheckArgs {
    /// Output format, to a file with =FILE; repeatable: codeframe, stylish, json, sarif, junit, checkstyle, codeclimate,
    /// markdown, azure, github [default: codeframe, in Azure Pipelines azure]
    #[arg(long, value_name = "NAME[=FILE]")]
    pub(super) format: Vec<String>,
    /// The least severity that does not pass
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    pub(super) fail_on: FailOnArg,
    /// What to compare with: a revision, a file or a URL [default in a pull-request build: the target branch]
    #[arg(long, value_name = "REV|FILE|URL")]
    pub(super) base: Option<String>,
    /// Only problems that the base does not have count for the exit code
    #[arg(long)]
    pub(super) new_only: bool,
    /// More warnings than this do not pass
    #[arg(long, value_name = "N")]
    pub(super) max_warnings: Option<usize>,
    /// This job's part of the APIs, as in 2/5
    #[arg(long, value_name = "K/N")]
    pub(super) shard: Option<String>,
    /// Give up after this many seconds
    #[arg(long, value_name = "SECONDS")]
    pub(super) timeout: Option<u64>,
    /// Show time, CPU, bytes and counts of each stage
    #[arg(long)]
    pub(super) timings: bool,
    /// Show at most this many problems (text formats)
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(super) max_problems: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOnArg {
    Error,
    Warning,
    Never,
}

#[derive(Debug, Args)]
pub(super) struct RunArgs {
    #[command(flatten)]
    pub(super) apis: ApiArgs,
    #[command(flatten)]
    pub(super) check: CheckArgs,
    /// Where to publish: a folder, az://ACCOUNT/CONTAINER/PREFIX, s3://…, gs://…, artifact:NAME, attachment:
    #[arg(long, value_name = "URL")]
    pub(super) to: Option<String>,
    /// The public address of the same place
    #[arg(long, value_name = "URL")]
    pub(super) url: Option<String>,
    /// One self-contained index.html
    #[arg(long)]
    pub(super) single_file: bool,
    /// Store texts compressed with gzip, where readers get them so (az://, s3://, gs://)
    #[arg(long)]
    pub(super) compress: bool,
    /// Link the page by an address that anybody can read for this many days, from a container that is not public
    #[arg(
        long,
        value_name = "DAYS",
        requires = "single_file",
        value_parser = clap::value_parser!(u32).range(1..=365)
    )]
    pub(super) signed_link: Option<u32>,
    /// A certificate authority of your own (PEM), for Azure DevOps Server
    #[arg(long, value_name = "FILE")]
    pub(super) ca_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) apis: ApiArgs,
    #[command(flatten)]
    pub(super) check: CheckArgs,
    /// The folder to render into
    #[arg(short, long, value_name = "DIR", default_value = "preview-site")]
    pub(super) out: PathBuf,
    /// One self-contained index.html
    #[arg(long)]
    pub(super) single_file: bool,
    /// The language of the pages: en, de
    #[arg(long, value_name = "LANG")]
    pub(super) lang: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct LintArgs {
    #[command(flatten)]
    pub(super) apis: ApiArgs,
    #[command(flatten)]
    pub(super) check: CheckArgs,
    /// Add the errors and warnings there are to the ignore file
    #[arg(long)]
    pub(super) write_ignore: bool,
}

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The version before: a file, a URL, REV:path, or a revision
    #[arg(value_name = "BASE")]
    pub(super) base: String,
    /// The version after [default: the working tree]
    #[arg(value_name = "HEAD")]
    pub(super) head: Option<String>,
    /// Output format, to a file with =FILE; repeatable: text, stylish, json, sarif, junit, checkstyle, codeclimate,
    /// markdown, azure, github [default: text, in Azure Pipelines azure]
    #[arg(long, value_name = "NAME[=FILE]")]
    pub(super) format: Vec<String>,
    /// The least impact that does not pass [default: changes.fail-on]
    #[arg(long, value_name = "IMPACT")]
    pub(super) fail_on: Option<ImpactArg>,
    /// Show at most this many edits, each with all that it changes (text formats)
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(super) max_problems: usize,
    /// Write the changes that do not pass into the approvals, with this reason
    #[arg(long, value_name = "REASON", num_args = 0..=1, default_missing_value = "")]
    pub(super) approve: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ImpactArg {
    Breaking,
    Risky,
    Never,
}

#[derive(Debug, Args)]
pub(super) struct BundleArgs {
    /// A name from the configuration, or the path of a definition
    #[arg(value_name = "API")]
    pub(super) api: String,
    /// The file to write, .yaml or .json
    #[arg(short, long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Inline every reference that does not recurse
    #[arg(long)]
    pub(super) dereference: bool,
    /// Leave out what has x-internal: true
    #[arg(long)]
    pub(super) remove_internal: bool,
    /// Leave out components that nothing refers to
    #[arg(long)]
    pub(super) remove_unused: bool,
}

#[derive(Clone, Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    pub(super) apis: ApiArgs,
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    pub(super) port: u16,
    /// Compare with this revision, file or URL
    #[arg(long, value_name = "REV|FILE|URL")]
    pub(super) base: Option<String>,
    /// Open the browser
    #[arg(long)]
    pub(super) open: bool,
}

#[derive(Debug, Args)]
pub(super) struct PublishArgs {
    /// The folder of a built site
    #[arg(value_name = "DIR", required_unless_present = "rebuild_index")]
    pub(super) dir: Option<PathBuf>,
    /// Where to publish [default: publish.to]
    #[arg(long, value_name = "URL")]
    pub(super) to: Option<String>,
    /// Store texts compressed with gzip, where readers get them so (az://, s3://, gs://)
    #[arg(long)]
    pub(super) compress: bool,
    /// The public address of the same place
    #[arg(long, value_name = "URL")]
    pub(super) url: Option<String>,
    /// Make the page of builds anew from the build records
    #[arg(long)]
    pub(super) rebuild_index: bool,
}

#[derive(Debug, Args)]
pub(super) struct PruneArgs {
    /// Where the previews are [default: publish.to]
    #[arg(long, value_name = "URL")]
    pub(super) to: Option<String>,
    /// Say what would be removed, and remove nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// A certificate authority of your own (PEM), for Azure DevOps Server
    #[arg(long, value_name = "FILE")]
    pub(super) ca_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// Take over the meaning of an existing configuration: redocly.yaml, .spectral.yaml
    #[arg(long, value_name = "FILE")]
    pub(super) from: Option<PathBuf>,
    /// Replace files that exist
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    /// A certificate authority of your own (PEM), for Azure DevOps Server
    #[arg(long, value_name = "FILE")]
    pub(super) ca_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The id of a rule or of a change kind
    #[arg(value_name = "ID")]
    pub(super) id: String,
}

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// Only the rules of a group, such as `owasp` or `schema`; repeatable
    #[arg(long, value_name = "NAME")]
    pub(super) group: Vec<String>,

    /// The severities of a preset in place of the configuration's
    #[arg(long, value_name = "NAME")]
    pub(super) preset: Option<String>,

    /// text or json
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(super) format: String,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}
