//! A site to publish, and a reader who follows its links.

use std::sync::Arc;

use bytes::Bytes;

use crate::publish::plan::{Manifest, hash};
use crate::publish::{Layout, Limits, Pages, Place, PublishError, Published, publish};
use crate::record::{BuildIndex, BuildRecord, Pointer, Subject, Timestamp};
use crate::site::SiteFile;

pub(super) const REPOSITORY: &str = "orders";

/// The record of build `id` of pull request 17.
pub(super) fn record(id: u64) -> BuildRecord {
    let mut record = BuildRecord::new(REPOSITORY, Timestamp::from_seconds(1_767_600_000));
    record.build_id = Some(id.to_string());
    record.pull_request = Some(17);
    record
}

/// A site of `pages` pages whose content names the build.
pub(super) fn site(id: u64, pages: usize) -> Vec<SiteFile> {
    let file = |path: String, text: String| SiteFile { path, bytes: Bytes::from(text) };
    let page = |number: usize| {
        file(format!("museum/operations/{number}.html"), format!("<p>build {id}, operation {number}</p>"))
    };
    let mut files: Vec<SiteFile> = (0..pages).map(page).collect();
    files.push(file("index.html".to_owned(), format!("<p>build {id}</p>")));
    files.push(file("assets/site.0123abcd.css".to_owned(), "body { color: black }".to_owned()));
    files
}

/// Stand-ins for the templates: their text is enough to see what they were made from.
pub(super) fn pages() -> Pages<'static> {
    Pages {
        index: &|index: &BuildIndex| {
            let builds: Vec<&str> = index.builds.iter().map(|entry| entry.build.as_str()).collect();
            let bytes = Bytes::from(builds.join(" "));
            Ok(vec![SiteFile { path: "index.html".to_owned(), bytes }])
        },
        pointer: &|pointer: &Pointer| {
            let bytes = Bytes::from(pointer.target.clone());
            Ok(vec![SiteFile { path: "index.html".to_owned(), bytes }])
        },
    }
}

/// Publishes build `id` of pull request 17.
pub(super) async fn publish_build(place: &Arc<dyn Place>, id: u64) -> Result<Published, PublishError> {
    let subject = Subject::PullRequest(17);
    let limits = Limits { note_every: 2, in_flight: 3, ..Limits::default() };
    publish(Arc::clone(place), site(id, 5), &record(id), Some(&subject), pages(), limits).await
}

/// Follows the pull request's pointer as a browser does. `None` where there is none yet, else the build's folder.
/// Panics when a link is broken or the build is not whole.
pub(super) async fn follow(place: &dyn Place) -> Option<String> {
    let layout = Layout::new(REPOSITORY);
    let folder = layout.pointer(&Subject::PullRequest(17));
    let page = place.get(&format!("{folder}/index.html")).await.unwrap()?;
    let target = String::from_utf8(page.bytes.to_vec()).unwrap();
    let build = target.strip_prefix("../../builds/").unwrap().strip_suffix("/index.html").unwrap().to_owned();
    check_whole(place, &build).await;
    Some(build)
}

/// Panics unless every file of the build is there with its content, and the record too.
pub(super) async fn check_whole(place: &dyn Place, build: &str) {
    let layout = Layout::new(REPOSITORY);
    let record = place.get(&layout.build_file(build, "preview.json")).await.unwrap();
    let record: BuildRecord = serde_json::from_slice(&record.expect("a build has its record").bytes).unwrap();
    let manifest = place.get(&format!("{REPOSITORY}/uploads/{build}.json")).await.unwrap();
    let manifest: Manifest =
        serde_json::from_slice(&manifest.expect("a build has its manifest").bytes).unwrap();
    assert_eq!(record.files, manifest.files.len() as u64);
    let mut bytes = 0;
    for (path, expected) in &manifest.files {
        let file = place.get(&layout.build_file(build, path)).await.unwrap();
        let file = file.unwrap_or_else(|| panic!("{path} of build {build} is missing"));
        assert_eq!(hash(&file.bytes), *expected, "{path} of build {build}");
        bytes += file.bytes.len() as u64;
    }
    assert_eq!(record.bytes, bytes);
    let listed = place.list(&layout.build_file(build, "")).await.unwrap().len();
    assert_eq!(listed, manifest.files.len() + 1, "build {build} has files that are not its own");
}
