//! Where the preview of a run goes, and the addresses that come of it.

use std::path::{Path, PathBuf};

use tokio::runtime::Runtime;

use super::super::args::RunArgs;
use super::super::builds;
use super::super::check::{Check, Surroundings};
use super::super::console::Console;
use super::super::failure::{Failure, Result, chain};
use super::super::folder::SiteFolder;
use super::hindrance::Hindrances;
use super::pull_request::PullRequest;
use super::target::Target;
use crate::config::matches;
use crate::diff::Change;
use crate::publish::{self, Address, Compression, Handover, Limits, Pages, Progress, PublicUrl};
use crate::record::{BuildIndex, BuildRecord, Pointer, Subject, Timestamp};
use crate::report::comment::ChangePlace;
use crate::site::{Contents, Links, SiteFile};

/// The folder of a run on a laptop.
const LOCAL: &str = "preview-site";

/// The artifact of a pipeline that names no place.
const ARTIFACT: &str = "preview";

/// What became of publishing.
#[derive(Debug, Default)]
pub(in crate::cli) struct Published {
    /// The first page, for people.
    pub(in crate::cli) link: Option<String>,
    /// The address of the build's folder, ending in a slash; pages follow it.
    base: Option<String>,
    /// Until when the link works, where it is a signed one.
    pub(in crate::cli) expires: Option<Timestamp>,
    /// Whether the link is all that there is: the site is one page.
    is_one_page: bool,
    links: Links,
    /// Why it is not online, and what to do.
    pub(in crate::cli) failure: Option<(String, Option<String>)>,
    /// A folder that the agent uploads as an artifact.
    pub(in crate::cli) artifact: Option<(String, PathBuf)>,
    /// For `--timings`.
    pub(in crate::cli) counts: String,
}

impl Published {
    /// Nothing yet, with what is known of the pages.
    pub(super) fn with(links: Links) -> Self {
        Published { links, ..Published::default() }
    }

    /// The build's first page is `page`, a path in the place.
    pub(super) fn lead_to(&mut self, page: &str, public: Option<&PublicUrl>) {
        let Some(public) = public else { return };
        let page = public.join(page);
        self.base = page.strip_suffix("index.html").map(str::to_owned);
        self.link = Some(page);
    }

    /// Tells that the place failed, and remembers it.
    pub(super) fn fail(
        &mut self,
        address: &Address,
        reason: String,
        (console, hindrances): (&mut Console, &mut Hindrances),
    ) {
        let what = format!("the preview was not published to `{address}`: {reason}");
        self.failure = Some((reason, None));
        let hint = "`preview doctor` checks the place and who signs in".to_owned();
        hindrances.add_apart(console, what, vec![hint]);
    }

    /// The address of a page of the site.
    pub(in crate::cli) fn page(&self, path: &str) -> Option<String> {
        if self.is_one_page {
            let anchor = path.split_once('#').map(|(_, anchor)| format!("#{anchor}"));
            return Some(format!("{}{}", self.link.as_deref()?, anchor.unwrap_or_default()));
        }
        Some(format!("{}{path}", self.base.as_deref()?))
    }

    /// The address of a change's row.
    pub(in crate::cli) fn change(&self, api: &str, change: &Change) -> Option<String> {
        self.page(self.links.change(api, change)?)
    }

    /// The same, with what kind of page it is on. Of one page that holds all, nobody can tell.
    pub(super) fn change_place(&self, api: &str, change: &Change) -> Option<ChangePlace> {
        let path = self.links.change(api, change)?;
        let address = self.page(path)?;
        let inside = path.split_once('/').map_or("", |(_, inside)| inside);
        let is_operation = ["operations/", "webhooks/"].iter().any(|folder| inside.starts_with(folder));
        Some(if is_operation { ChangePlace::Operation(address) } else { ChangePlace::Elsewhere(address) })
    }

    /// The address of an API's first page.
    pub(in crate::cli) fn api(&self, api: &str) -> Option<String> {
        self.page(&self.links.pages.get(api)?.first)
    }

    /// The address of an API's page of changes, where it has one.
    pub(in crate::cli) fn changes_page(&self, api: &str) -> Option<String> {
        self.page(self.links.pages.get(api)?.changes.as_deref()?)
    }

    /// The address of the page with an API's problems, where there is one.
    pub(in crate::cli) fn problems_page(&self, api: &str) -> Option<String> {
        self.page(self.links.pages.get(api)?.problems.as_deref()?)
    }
}

/// Ends the publication of a rendered site. A place that fails is told and remembered; what is wrong with the configuration is an error.
pub(in crate::cli) fn publish(
    args: &RunArgs,
    (check, surroundings): (&Check, &Surroundings<'_>),
    (site, record, target): (Contents, &BuildRecord, Target),
    (pull_request, runtime): (&PullRequest<'_>, &Runtime),
    (console, hindrances): (&mut Console, &mut Hindrances),
) -> Result<Published> {
    let mut published = Published::with(site.links);
    published.is_one_page = wants_single_file(args, check, surroundings);
    let Some(address) = address(args, check, surroundings)? else {
        let folder = surroundings.directory.join(LOCAL);
        target.end_folder(record)?;
        let url = url::Url::from_directory_path(&folder).map(String::from).unwrap_or_default();
        published.link = Some(format!("{url}index.html"));
        published.base = Some(url);
        published.counts = format!("{} files", site.files);
        return Ok(published);
    };
    if address == Address::Attachment {
        attach(
            target.into_attachment(),
            record,
            (pull_request, runtime),
            &mut published,
            (console, hindrances),
        );
        return Ok(published);
    }
    let public = public_url(args, check, &address)?;
    let subject = match subject(check, record, surroundings) {
        Ok(subject) => subject,
        Err(note) => {
            console.note(&note);
            return Ok(published);
        }
    };
    let lang = builds::language(&check.workspace.config);
    let result = runtime.block_on(async {
        let (opened, session) = target.end_upload().await?;
        let index = |index: &BuildIndex| builds::index(index, &lang);
        let pointer = |pointer: &Pointer| builds::pointer(pointer, &lang);
        let pages = Pages { index: &index, pointer: &pointer };
        let done = publish::finish(session, record.clone(), subject.as_ref(), pages).await;
        let done = done.map_err(|error| chain(&error))?;
        let signed = match args.signed_link {
            Some(days) => Some(opened.place.sign(&done.page, days_of(days)).await),
            None => None,
        };
        Ok::<_, String>((done, opened.handover, signed))
    });
    match result {
        Ok((done, handover, signed)) => {
            published.counts = counts(done.totals);
            if let Handover::Artifact { name, folder } = handover {
                published.artifact = Some((name, folder));
            }
            published.lead_to(&done.page, public.as_ref());
            match (signed, args.signed_link) {
                (Some(Ok(Some(link))), Some(days)) => {
                    published.link = Some(link);
                    let end = surroundings.clock.now().seconds() + i64::from(days) * 24 * 60 * 60;
                    published.expires = Some(Timestamp::from_seconds(end));
                }
                (Some(Ok(None)), _) => {
                    return Err(Failure::usage_message(format!(
                        "`--signed-link`: `{address}` signs no links"
                    ))
                    .hint("it works for az://, s3:// and gs://"));
                }
                (Some(Err(error)), _) => hindrances.add_apart(console, error.to_string(), Vec::new()),
                _ => {}
            }
        }
        Err(reason) => published.fail(&address, reason, (console, hindrances)),
    }
    Ok(published)
}

/// Whether the place is a store of a cloud: what serves compressed files, and makes links that end.
pub(super) fn is_cloud(address: &Address) -> bool {
    matches!(address, Address::Azure { .. } | Address::S3 { .. } | Address::Google { .. })
}

fn days_of(days: u32) -> std::time::Duration {
    std::time::Duration::from_secs(u64::from(days) * 24 * 60 * 60)
}

/// What an upload did, for `--timings`.
pub(super) fn counts(totals: publish::Totals) -> String {
    format!("{} files stored, {} skipped, {} bytes", totals.stored, totals.skipped, totals.bytes_stored)
}

/// Attaches the one page to the pull request.
fn attach(
    files: Vec<SiteFile>,
    record: &BuildRecord,
    (pull_request, runtime): (&PullRequest<'_>, &Runtime),
    published: &mut Published,
    (console, hindrances): (&mut Console, &mut Hindrances),
) {
    let page = files.into_iter().find(|file| file.path == "index.html").map(|file| file.bytes);
    // Names are unique in a pull request: each build has its own.
    let name = format!("preview-{}.html", record.build_id.as_deref().unwrap_or("local"));
    match pull_request.attach(&name, page.unwrap_or_default(), runtime) {
        Ok(url) => published.link = Some(url),
        Err(reason) => {
            hindrances.add_apart(console, format!("the preview was not attached: {reason}"), Vec::new());
            published.failure = Some((reason, None));
        }
    }
}

/// Whether the place takes a single page.
pub(in crate::cli) fn wants_single_file(
    args: &RunArgs,
    check: &Check,
    surroundings: &Surroundings<'_>,
) -> bool {
    args.single_file
        || address(args, check, surroundings).is_ok_and(|address| address == Some(Address::Attachment))
}

/// How files go to `address`.
pub(in crate::cli) fn limits(compress: bool, address: &Address, console: &Console) -> Limits {
    let compression = if compress && is_cloud(address) { Compression::Gzip } else { Compression::None };
    Limits { compression, ..progress(console) }
}

/// A line that shows how far the upload is, on a terminal.
fn progress(console: &Console) -> Limits {
    if !console.shows_progress {
        return Limits::default();
    }
    let bar = indicatif::ProgressBar::new(0).with_message("uploading");
    let listener = move |progress: Progress| {
        bar.set_length(progress.files_total);
        bar.set_position(progress.files_done);
        if progress.files_done == progress.files_total {
            bar.finish_and_clear();
        }
    };
    Limits { progress: Some(std::sync::Arc::new(listener)), ..Limits::default() }
}

/// The folder of a run on a laptop, as a place of pages.
pub(super) fn local(check: &Check, surroundings: &Surroundings<'_>) -> Result<SiteFolder> {
    SiteFolder::new(Path::new(LOCAL), surroundings.directory, &check.workspace.root)
}

/// Refuses what the command line and the configuration say of the place, before anything is said or done.
pub(super) fn verify(args: &RunArgs, check: &Check, surroundings: &Surroundings<'_>) -> Result<()> {
    let Some(address) = address(args, check, surroundings)? else {
        if let Some(url) = &args.url {
            PublicUrl::parse(url).map_err(Failure::usage)?;
        }
        return local(check, surroundings).map(drop);
    };
    public_url(args, check, &address)?;
    refuse_signed_link(args, &address)
}

fn refuse_signed_link(args: &RunArgs, address: &Address) -> Result<()> {
    if args.signed_link.is_none() || is_cloud(address) {
        return Ok(());
    }
    Err(Failure::usage_message(format!("`--signed-link`: `{address}` signs no links"))
        .hint("it works for az://, s3:// and gs://"))
}

/// Where to publish: the option, the configuration, in a pipeline an artifact; `None` is the folder of a laptop.
pub(super) fn address(
    args: &RunArgs,
    check: &Check,
    surroundings: &Surroundings<'_>,
) -> Result<Option<Address>> {
    let config = &check.workspace.config.publish;
    let root = &check.workspace.root;
    if let Some(text) = &args.to {
        let address = Address::parse(text).map_err(Failure::usage)?;
        return Ok(Some(address.below(surroundings.directory)));
    }
    if surroundings.pipeline.is_none() {
        return Ok(None);
    }
    match &config.to {
        Some(to) => {
            let address = Address::parse(&to.value)
                .map_err(|error| Failure::usage_message(format!("{}: {error}", to.location)))?;
            Ok(Some(address.below(root)))
        }
        None => Ok(Some(Address::Artifact(ARTIFACT.to_owned()))),
    }
}

pub(super) fn public_url(args: &RunArgs, check: &Check, address: &Address) -> Result<Option<PublicUrl>> {
    let located = check.workspace.config.publish.url.as_ref();
    let text = args.url.as_deref().or_else(|| located.map(|url| url.value.as_str()));
    match text {
        Some(text) => PublicUrl::parse(text).map(Some).map_err(|error| {
            let place = located.filter(|_| args.url.is_none()).map(|url| format!("{}: ", url.location));
            Failure::usage_message(format!("{}{error}", place.unwrap_or_default()))
        }),
        None => Ok(PublicUrl::of(address)),
    }
}

/// What the build shows. A branch that is not published says so instead.
pub(super) fn subject(
    check: &Check,
    record: &BuildRecord,
    surroundings: &Surroundings<'_>,
) -> std::result::Result<Option<Subject>, String> {
    if let Some(number) = record.pull_request {
        return Ok(Some(Subject::PullRequest(number)));
    }
    if surroundings.pipeline.is_none() {
        return Ok(None);
    }
    let Some(branch) = &record.branch else { return Ok(None) };
    let branches = &check.workspace.config.publish.branches;
    if branches.iter().any(|pattern| matches(&pattern.value, branch)) {
        return Ok(Some(Subject::Branch(branch.clone())));
    }
    Err(format!("The branch `{branch}` is not among `publish.branches`: nothing is published"))
}
