//! From checked APIs to a rendered site: the bundles, the build record, the guides, the pages.

use crate::bundle::{BundleOptions, bundle};
use crate::config::{ChangeGate, SampleLanguage, Shown};
use crate::problem::ApiProblem;
use crate::record::{ApiRecord, BuildRecord, ChangeTotals, Outcome, ProblemTotals};
use crate::site::{
    ApiInput, Contents, Layout, Receiver, RenderError, SiteInput, SiteOptions, Visibility, front, render,
};

use super::analysis::Compared;
use super::args::FailOnArg;
use super::check::Check;
use super::docs_files;
use super::failure::{Failure, Result};

/// What the command line says about pages, over the configuration.
#[derive(Clone, Debug, Default)]
pub(super) struct PageChoices {
    pub(super) single_file: bool,
    pub(super) lang: Option<String>,
    /// The address of a file at the build's commit, with `{file}`, `{line}` and `{next}`.
    pub(super) source_url: Option<String>,
    /// The same at the commit that the build is compared with.
    pub(super) base_source_url: Option<String>,
    pub(super) wanted: WantedPages,
}

/// Which pages of a build are rendered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum WantedPages {
    #[default]
    All,
    /// Those of some of the APIs; the whole build has these, by name and file.
    Part(Vec<(String, String)>),
    /// Those that belong to no API.
    Front,
}

/// Renders the site, whose files go to `receiver`; completes the record with its APIs, files and bytes.
pub(super) fn site(
    (check, compared, problems): (&Check, &[Compared<'_>], &[Vec<ApiProblem>]),
    record: &mut BuildRecord,
    choices: &PageChoices,
    receiver: &dyn Receiver,
) -> Result<Contents> {
    let (options, mut notes) = options(check, choices)?;
    let texts = broken_texts(check, problems);
    let apis = compared.iter().zip(problems).map(|(compared, problems)| {
        let mut files = docs_files::beside(&check.workspace, compared);
        notes.append(&mut files.notes);
        ApiInput {
            name: &compared.analysis.name,
            file: &compared.analysis.path,
            head: compared.head.as_ref(),
            base: compared.base.as_ref(),
            changes: compared.changes.as_ref().map(|changes| changes.all.as_slice()),
            problems,
            bundled: Box::new(|| bundled(compared)),
            example_files: files.examples,
            logo: files.logo,
            texts: texts.iter().map(|(path, read)| (path.as_str(), read.document.source().text())).collect(),
        }
    });
    let input = SiteInput { record, options: &options, apis: apis.collect() };
    let rendered = match choices.wanted {
        WantedPages::Front => front(&input, receiver),
        _ => render(&input, receiver),
    };
    drop(input);
    let mut site = rendered.map_err(|error| match error {
        RenderError::Template(error) if error.own => Failure::usage(anyhow::Error::new(error)).hint(
            "templates of `docs.templates` see what the built-in ones of the same name see: look at those first",
        ),
        RenderError::Template(error) => {
            Failure::surroundings(anyhow::Error::new(error).context("cannot render the pages"))
                .hint("this is a bug of preview")
        }
        RenderError::Refused(refusal) => Failure::surroundings(anyhow::Error::from_boxed(refusal)),
    })?;
    notes.append(&mut site.notes);
    site.notes = notes;
    record.apis = compared.iter().map(|compared| api_record(compared, &site)).collect();
    record.files = site.files;
    record.bytes = site.bytes;
    Ok(site)
}

/// The outcome as records and pages have it.
pub(super) fn record_outcome(passed: bool) -> Outcome {
    if passed { Outcome::Passed } else { Outcome::Failed }
}

fn bundled(compared: &Compared<'_>) -> Option<[String; 2]> {
    let side = compared.analysis.head.as_ref()?;
    // A definition that can't be bundled is shown all the same, without the download.
    let bundle = bundle(&side.definition, side.version, &BundleOptions::default()).ok()?;
    Some([bundle.to_yaml(), bundle.to_json()])
}

fn api_record(compared: &Compared<'_>, site: &Contents) -> ApiRecord {
    let totals = compared.analysis.totals();
    let head = compared.head.as_ref();
    let specification = head.map(|api| {
        let name = if api.version == crate::openapi::Version::V2_0 { "Swagger" } else { "OpenAPI" };
        format!("{name} {}", api.version_text)
    });
    ApiRecord {
        name: compared.analysis.name.to_string(),
        title: head.and_then(|api| api.info.title).unwrap_or(&compared.analysis.name).to_owned(),
        api_version: head.and_then(|api| api.info.version).unwrap_or_default().to_owned(),
        specification: specification.unwrap_or_default(),
        problems: ProblemTotals {
            error: totals.error as u64,
            warning: totals.warning as u64,
            info: totals.info as u64,
            ignored: totals.ignored as u64,
        },
        changes: compared.changes.as_ref().map(|changes| ChangeTotals {
            breaking: changes.totals.breaking as u64,
            risky: changes.totals.risky as u64,
            compatible: changes.totals.compatible as u64,
        }),
        page: site.links.pages.get(&*compared.analysis.name).map(|pages| pages.first.clone()),
    }
}

/// The texts of files that gave no model, for excerpts around their problems.
fn broken_texts(
    check: &Check,
    problems: &[Vec<ApiProblem>],
) -> Vec<(String, std::sync::Arc<crate::definition::ReadDocument>)> {
    let mut paths: Vec<&str> = problems.iter().flatten().map(|found| &*found.problem.location.file).collect();
    paths.sort_unstable();
    paths.dedup();
    let read = |path: &str| Some((path.to_owned(), check.workspace.store.document(path).ok()?));
    paths.into_iter().filter_map(read).collect()
}

/// How pages are made, and what the author of the guides should know.
fn options(check: &Check, choices: &PageChoices) -> Result<(SiteOptions, Vec<String>)> {
    let docs = &check.workspace.config.docs;
    let shown = |shown: Shown| if shown == Shown::Show { Visibility::Show } else { Visibility::Hide };
    let defaults = SiteOptions::default();
    let guides = docs_files::guides(&check.workspace)?;
    let options = SiteOptions {
        title: docs.title.clone(),
        accent: docs.accent.as_ref().map(|accent| accent.value.clone()),
        samples: match &docs.samples {
            Some(samples) => samples.iter().map(|sample| sample_name(*sample).to_owned()).collect(),
            None => defaults.samples,
        },
        lang: choices
            .lang
            .clone()
            .or_else(|| docs.lang.as_ref().map(|lang| lang.value.clone()))
            .unwrap_or(defaults.lang),
        internal: shown(docs.internal),
        extensions: shown(docs.extensions),
        guides: guides.texts,
        images: guides.pictures,
        known_files: guides.files,
        logo: docs_files::logo(&check.workspace)?,
        templates: docs_files::templates(&check.workspace)?,
        fail_on: match check.gate.fail_on {
            FailOnArg::Error => "error",
            FailOnArg::Warning => "warning",
            FailOnArg::Never => "never",
        }
        .to_owned(),
        changes_fail_on: match check.gate.changes {
            ChangeGate::Breaking => "breaking",
            ChangeGate::Risky => "risky",
            ChangeGate::Never => "never",
        }
        .to_owned(),
        source_url: choices.source_url.clone(),
        base_source_url: choices.base_source_url.clone(),
        layout: if choices.single_file { Layout::SingleFile } else { Layout::Folder },
        whole: match &choices.wanted {
            WantedPages::Part(whole) => Some(whole.clone()),
            WantedPages::All | WantedPages::Front => None,
        },
        ..SiteOptions::default()
    };
    Ok((options, guides.notes))
}

fn sample_name(sample: SampleLanguage) -> &'static str {
    match sample {
        SampleLanguage::Curl => "curl",
        SampleLanguage::Javascript => "javascript",
        SampleLanguage::Python => "python",
        SampleLanguage::Csharp => "csharp",
        SampleLanguage::Go => "go",
        SampleLanguage::Java => "java",
        SampleLanguage::Php => "php",
        SampleLanguage::Ruby => "ruby",
        SampleLanguage::Powershell => "powershell",
        SampleLanguage::Http => "http",
    }
}
