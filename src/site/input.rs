//! What a site is rendered from. Plain values: whoever calls has read, validated, compared and bundled already.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::api::Api;
use crate::diff::Change;
use crate::document::Place;
use crate::problem::ApiProblem;
use crate::record::BuildRecord;

use super::picture::Picture;
use super::template::OwnTemplate;

/// Everything that `render` shows.
pub(crate) struct SiteInput<'a, 'd> {
    /// Facts about the build: repository, pull request, commits, times, outcome. Its list of APIs is not read.
    pub(crate) record: &'a BuildRecord,
    /// How the pages are made.
    pub(crate) options: &'a SiteOptions,
    /// The APIs, in the order in which they are listed.
    pub(crate) apis: Vec<ApiInput<'a, 'd>>,
}

/// How pages are made.
#[derive(Clone, Debug)]
pub(crate) struct SiteOptions {
    /// `docs.title`: what the site is called; `None` for the API's title, or the repository's name.
    pub(crate) title: Option<String>,
    /// `docs.theme.accent` as `#rrggbb`.
    pub(crate) accent: Option<String>,
    /// The clients of code samples, in order: `curl`, `javascript`, `python`, `csharp`, `go`, `java`, `php`, `ruby`,
    /// `powershell`, `http`. Unknown names are left out.
    pub(crate) samples: Vec<String>,
    /// `docs.lang`: `en` or `de`.
    pub(crate) lang: String,
    /// Whether operations and properties with `x-internal` are shown.
    pub(crate) internal: Visibility,
    /// Whether `x-` fields that mean nothing to us are shown.
    pub(crate) extensions: Visibility,
    /// Markdown guides: the path relative to the root, and the text.
    pub(crate) guides: Vec<(String, String)>,
    /// Pictures that guides use.
    pub(crate) images: Vec<Picture>,
    /// The paths of the repository's files, to tell links of guides that lead nowhere.
    pub(crate) known_files: FxHashSet<String>,
    /// `docs.logo`.
    pub(crate) logo: Option<Picture>,
    /// `docs.templates`.
    pub(crate) templates: Vec<OwnTemplate>,
    /// The severity from which problems fail, as the command line has it.
    pub(crate) fail_on: String,
    /// The impact from which changes fail.
    pub(crate) changes_fail_on: String,
    /// The address of a file at this build's commit, with `{file}`, `{line}` and `{next}`, the line
    /// after it; `None` when there is no such page.
    pub(crate) source_url: Option<String>,
    /// The version of this program.
    pub(crate) tool_version: String,
    /// One page that holds everything instead of a folder.
    pub(crate) layout: Layout,
    /// As `source_url`, at the commit that this build is compared with.
    pub(crate) base_source_url: Option<String>,
    /// Name and entry file of every API of the build, when this site is a part of it: folders are those of the whole,
    /// and the pages that belong to no API are left to [`front`](super::front()).
    pub(crate) whole: Option<Vec<(String, String)>>,
}

impl Default for SiteOptions {
    fn default() -> Self {
        let samples = ["curl", "javascript", "python", "csharp", "go", "java"];
        SiteOptions {
            title: None,
            accent: None,
            samples: samples.map(str::to_owned).to_vec(),
            lang: "en".to_owned(),
            internal: Visibility::Hide,
            extensions: Visibility::Show,
            guides: Vec::new(),
            images: Vec::new(),
            known_files: FxHashSet::default(),
            logo: None,
            templates: Vec::new(),
            fail_on: "error".to_owned(),
            changes_fail_on: "breaking".to_owned(),
            source_url: None,
            base_source_url: None,
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            layout: Layout::Folder,
            whole: None,
        }
    }
}

/// Whether something is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visibility {
    /// On the pages.
    Show,
    /// Left out.
    Hide,
}

/// How a site is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// One file a page.
    Folder,
    /// One self-contained `index.html`.
    SingleFile,
}

/// The bundled definition as YAML and as JSON; `None` where there is none.
pub(crate) type Bundled<'a> = Box<dyn Fn() -> Option<[String; 2]> + Send + Sync + 'a>;

/// One API of the build.
pub(crate) struct ApiInput<'a, 'd> {
    /// Its name, as in the configuration.
    pub(crate) name: &'a str,
    /// The entry file, relative to the root.
    pub(crate) file: &'a str,
    /// The model; `None` when the definition can't be read or is no definition.
    pub(crate) head: Option<&'a Api<'d>>,
    /// The model of the base, where there is one.
    pub(crate) base: Option<&'a Api<'d>>,
    /// What changed; `None` when nothing was compared.
    pub(crate) changes: Option<&'a [Change]>,
    /// What is wrong.
    pub(crate) problems: &'a [ApiProblem],
    /// Bundles the definition. It is called once, before any page is made, and what it wrote is given away at once.
    pub(crate) bundled: Bundled<'a>,
    /// Files of the repository that examples name in `externalValue`.
    pub(crate) example_files: Vec<ExampleFile>,
    /// `info.x-logo`, where it is a picture that the site may carry.
    pub(crate) logo: Option<Picture>,
    /// Texts of files by path, for excerpts around problems. Files of the model need not be here.
    pub(crate) texts: Vec<(&'a str, &'a str)>,
}

impl ApiInput<'_, '_> {
    /// The texts of files that examples name, by the document and what stands there.
    pub(super) fn example_texts(&self) -> FxHashMap<(&str, &str), &str> {
        let files = self.example_files.iter();
        files.map(|file| ((file.document.as_str(), file.written.as_str()), file.text.as_str())).collect()
    }
}

/// A file that holds the value of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExampleFile {
    /// The document that names it.
    pub(crate) document: String,
    /// How it is named there.
    pub(crate) written: String,
    /// What it says.
    pub(crate) text: String,
}

/// What a rendered site consists of; its files were given away.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    /// How many files there are. `preview.json` is not among them.
    pub(crate) files: u64,
    /// Their bytes.
    pub(crate) bytes: u64,
    /// Where things stand on the pages.
    pub(crate) links: Links,
    /// What the author of the guides should know: links that lead nowhere. Each once.
    pub(crate) notes: Vec<String>,
}

/// Where changes and problems stand: addresses relative to the site's folder, `museum/operations/x.html#query.limit`.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// By API name and [`Change::fingerprint`].
    pub(crate) changes: FxHashMap<(String, String), String>,
    /// By API name and [`Problem::fingerprint`](crate::problem::Problem::fingerprint).
    pub(crate) problems: FxHashMap<(String, String), String>,
    /// By API name.
    pub(crate) pages: FxHashMap<String, ApiPages>,
}

/// The pages of an API that others link to; what is not there is `None`.
#[derive(Debug, Default)]
pub(crate) struct ApiPages {
    /// Its first page, which every API has.
    pub(crate) first: String,
    /// Where its changes are listed.
    pub(crate) changes: Option<String>,
    /// Where its problems are listed: for a definition that can't be read its only page.
    pub(crate) problems: Option<String>,
}

impl ApiPages {
    /// The pages that are made of `input` in `folder`.
    pub(super) fn of(input: &ApiInput<'_, '_>, folder: &str) -> Self {
        let first = format!("{folder}/index.html");
        if input.head.is_none() {
            let problems = (!input.problems.is_empty()).then(|| first.clone());
            return ApiPages { first, changes: None, problems };
        }
        ApiPages {
            first,
            changes: input.changes.map(|_| format!("{folder}/changes.html")),
            problems: Some(format!("{folder}/problems.html")),
        }
    }

    /// All of them.
    pub(super) fn each(&mut self) -> impl Iterator<Item = &mut String> {
        std::iter::once(&mut self.first).chain(&mut self.changes).chain(&mut self.problems)
    }
}

impl Links {
    /// The row of a change.
    pub(crate) fn change(&self, api: &str, change: &Change) -> Option<&str> {
        self.changes.get(&(api.to_owned(), change.fingerprint.clone())).map(String::as_str)
    }

    /// The row of a problem.
    pub(crate) fn problem(&self, problem: &ApiProblem) -> Option<&str> {
        let key = (problem.api.to_string(), problem.problem.fingerprint());
        self.problems.get(&key).map(String::as_str)
    }
}

/// The places that a page shows, with their anchors: one in each part of the page that shows it.
pub(super) type Anchors = FxHashMap<(super::marks::Side, Place), Vec<(super::marks::Zone, String)>>;
