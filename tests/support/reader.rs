//! A reader of previews: follows the pull request's pointer as a browser does, and looks whether the build is whole.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use object_store::{ObjectStore, ObjectStoreExt};

use super::azurite::{ACCOUNT, Azurite, KEY};

/// Where the previews are.
#[derive(Clone)]
pub(crate) enum Reader {
    Folder(PathBuf),
    /// A container, and a folder in it.
    Azure(Arc<dyn ObjectStore>, String),
}

/// What a reader saw while builds were published.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// How often it looked.
    pub(crate) looks: u64,
    /// The builds that it was led to, in this order.
    pub(crate) builds: Vec<u64>,
}

impl Reader {
    /// Reads the container `$web` of an emulator.
    pub(crate) fn of_azurite(azurite: &Azurite, folder: &str) -> Self {
        let store = object_store::azure::MicrosoftAzureBuilder::new()
            .with_account(ACCOUNT)
            .with_access_key(KEY)
            .with_container_name("$web")
            .with_endpoint(format!("{}/{ACCOUNT}", azurite.url))
            .with_allow_http(true)
            .build()
            .unwrap();
        Reader::Azure(Arc::new(store), folder.to_owned())
    }

    /// A file's text; `None` where there is none.
    pub(crate) async fn get(&self, path: &str) -> Option<String> {
        let bytes = match self {
            Reader::Folder(folder) => std::fs::read(folder.join(path)).ok()?,
            Reader::Azure(store, folder) => {
                let path = object_store::path::Path::parse(format!("{folder}/{path}")).unwrap();
                match store.get(&path).await {
                    Ok(found) => found.bytes().await.unwrap().to_vec(),
                    Err(object_store::Error::NotFound { .. }) => return None,
                    Err(error) => panic!("{path}: {error}"),
                }
            }
        };
        Some(String::from_utf8(bytes).unwrap())
    }

    /// The number of the build that `repository`'s pull request 17 leads to, whose first page and record are there.
    pub(crate) async fn look(&self, repository: &str) -> Option<u64> {
        let page = self.get(&format!("{repository}/pr/17/index.html")).await?.replace("&#x2f;", "/");
        let build = page.split("../../builds/").nth(1).expect("a pointer leads to a build");
        let build = build.split('/').next().unwrap();
        for file in ["index.html", "preview.json"] {
            let there = self.get(&format!("{repository}/builds/{build}/{file}")).await;
            assert!(there.is_some(), "the pointer leads to build {build}, which has no {file}");
        }
        Some(build.parse().unwrap())
    }

    /// Panics unless every file of the build is there, with the content that its list names.
    pub(crate) async fn check_whole(&self, repository: &str, build: u64) {
        let list = self.get(&format!("{repository}/uploads/{build}.json")).await;
        let list: serde_json::Value = serde_json::from_str(&list.expect("a build has a list")).unwrap();
        let files = list["files"].as_object().unwrap();
        assert!(!files.is_empty());
        for (path, hash) in files {
            let text = self.get(&format!("{repository}/builds/{build}/{path}")).await;
            let text = text.unwrap_or_else(|| panic!("{path} of build {build} is missing"));
            let found = blake3::hash(text.as_bytes()).to_hex();
            assert_eq!(&found[..32], hash, "{path} of build {build}");
        }
    }

    /// Looks again and again until `stop` is set: the pointer never leads nowhere, to half a build, or back.
    pub(crate) async fn watch(self, repository: String, stop: Arc<AtomicBool>) -> Seen {
        let mut seen = Seen::default();
        while !stop.load(Ordering::SeqCst) {
            let now = self.look(&repository).await;
            seen.looks += 1;
            if let Some(now) = now
                && seen.builds.last() != Some(&now)
            {
                assert!(seen.builds.last() < Some(&now), "the pointer went back to {now}: {seen:?}");
                self.check_whole(&repository, now).await;
                seen.builds.push(now);
            }
            assert!(now.is_some() || seen.builds.is_empty(), "the pointer is gone: {seen:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        seen
    }
}
