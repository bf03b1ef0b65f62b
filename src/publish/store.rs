//! A container of a cloud as a place, over the `object_store` crate: Azure Blob Storage, Amazon S3, Google Cloud
//! Storage.
//!
//! How one signs in and which client is built stands in [`super::azure`] and [`super::bucket`]; the wording of
//! refusals in [`super::refusal`].

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::signer::Signer;
use object_store::{
    Attribute, Attributes, BackoffConfig, ClientOptions, ObjectMeta, ObjectStore, ObjectStoreExt, PutMode,
    PutOptions, RetryConfig, UpdateVersion,
};

use super::error::{Failure, PlaceError};
use super::place::{Condition, Object, Place, Put, Stored, Upload, Version};
use super::pointer::waits;
use super::refusal::{self, Cloud};
use super::transport::ExpectedMd5;

/// A container or bucket, from a folder in it on.
pub(crate) struct Container {
    store: Arc<dyn ObjectStore>,
    signer: Option<Arc<dyn Signer>>,
    cloud: Cloud,
    prefix: Path,
    name: String,
    identity: String,
}

impl Container {
    /// `store` from the folder `prefix` on; `name` and `identity` are for messages.
    ///
    /// # Errors
    /// Never for a prefix that [`super::address::Address::parse`] gave.
    pub(super) fn new(
        store: Arc<dyn ObjectStore>,
        cloud: Cloud,
        prefix: &str,
        name: String,
        identity: String,
    ) -> Result<Self, object_store::path::Error> {
        Ok(Container { store, signer: None, cloud, prefix: Path::parse(prefix)?, name, identity })
    }

    /// The same with what makes addresses that anybody can read.
    pub(super) fn with_signer(mut self, signer: Arc<dyn Signer>) -> Self {
        self.signer = Some(signer);
        self
    }

    fn failed(&self, doing: impl Into<String>, error: &object_store::Error) -> PlaceError {
        refusal::translate(self.cloud, doing.into(), &self.name, &self.identity, error)
    }

    /// The key of `path`. `Path::parse` and not `Path::from`: the latter percent-encodes into the name itself.
    fn key(&self, path: &str) -> Result<Path, object_store::Error> {
        let full = format!("{}/{}", self.prefix, path.trim_matches('/'));
        Ok(Path::parse(full.trim_matches('/'))?)
    }

    fn stored(&self, meta: &ObjectMeta) -> Option<Stored> {
        let path =
            meta.location.as_ref().strip_prefix(self.prefix.as_ref())?.trim_start_matches('/').to_owned();
        Some(Stored { path, size: meta.size, modified: meta.last_modified.timestamp() })
    }

    async fn try_list(&self, prefix: &str) -> Result<Vec<Stored>, object_store::Error> {
        let key = self.key(prefix)?;
        let found: Vec<ObjectMeta> = self.store.list(Some(&key)).try_collect().await?;
        let mut stored: Vec<Stored> = found.iter().filter_map(|meta| self.stored(meta)).collect();
        stored.sort();
        Ok(stored)
    }

    async fn try_folders(&self, prefix: &str) -> Result<Vec<String>, object_store::Error> {
        let key = self.key(prefix)?;
        let listing = self.store.list_with_delimiter(Some(&key)).await?;
        let name = |path: &Path| path.filename().map(str::to_owned);
        let mut names: Vec<String> = listing.common_prefixes.iter().filter_map(name).collect();
        names.sort();
        Ok(names)
    }

    async fn try_get(&self, path: &str) -> Result<Option<Object>, object_store::Error> {
        let result = match self.store.get(&self.key(path)?).await {
            Err(error) if refusal::is_absent(&error) => return Ok(None),
            result => result?,
        };
        let version = Version { tag: result.meta.e_tag.clone(), number: result.meta.version.clone() };
        Ok(Some(Object { bytes: result.bytes().await?, version }))
    }

    async fn try_put(&self, upload: &Upload, condition: &Condition) -> Result<Put, object_store::Error> {
        let mut attributes = Attributes::new();
        attributes.insert(Attribute::ContentType, upload.content_type.into());
        attributes.insert(Attribute::CacheControl, upload.cache_control.into());
        if let Some(encoding) = upload.encoding {
            attributes.insert(Attribute::ContentEncoding, encoding.into());
        }
        let mode = match condition {
            Condition::Always => PutMode::Overwrite,
            Condition::Absent => PutMode::Create,
            Condition::Unchanged(read) => {
                PutMode::Update(UpdateVersion { e_tag: read.tag.clone(), version: read.number.clone() })
            }
        };
        let conditional = mode != PutMode::Overwrite;
        let mut options = PutOptions { mode, attributes, ..PutOptions::default() };
        options.extensions.insert(ExpectedMd5::of(&upload.bytes));
        match self.store.put_opts(&self.key(&upload.path)?, upload.bytes.clone().into(), options).await {
            Ok(_) => Ok(Put::Stored),
            Err(object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. })
                if conditional =>
            {
                Ok(Put::Conflict)
            }
            // A conditional put on a file that was removed meanwhile: it is not what was read.
            Err(error) if conditional && refusal::is_absent(&error) => Ok(Put::Conflict),
            Err(error) => Err(error),
        }
    }

    async fn try_delete(&self, paths: &[String]) -> Result<(), object_store::Error> {
        let keys: Vec<Result<Path, object_store::Error>> = paths.iter().map(|path| self.key(path)).collect();
        let mut results = self.store.delete_stream(stream::iter(keys).boxed());
        while let Some(result) = results.next().await {
            match result {
                Err(error) if refusal::is_absent(&error) => {}
                result => {
                    result?;
                }
            }
        }
        Ok(())
    }
}

/// Does `work` again when its answer was cut off. All calls of a place may be repeated: a conditional put that was
/// done the first time gives a conflict the second time, and whoever made it looks what is there.
async fn repeated<T, F: Future<Output = Result<T, object_store::Error>>>(
    work: impl Fn() -> F,
) -> Result<T, object_store::Error> {
    let mut waits = waits().take(4);
    loop {
        match work().await {
            Err(error) if refusal::is_interrupted(&error) => match waits.next() {
                Some(wait) => tokio::time::sleep(wait).await,
                None => return Err(error),
            },
            result => return result,
        }
    }
}

impl Place for Container {
    fn name(&self) -> &str {
        &self.name
    }

    fn identity(&self) -> &str {
        &self.identity
    }

    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<Stored>, PlaceError>> {
        Box::pin(async move {
            repeated(|| self.try_list(prefix))
                .await
                .map_err(|error| self.failed(format!("list `{prefix}`"), &error))
        })
    }

    fn folders<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<String>, PlaceError>> {
        Box::pin(async move {
            repeated(|| self.try_folders(prefix))
                .await
                .map_err(|error| self.failed(format!("list `{prefix}`"), &error))
        })
    }

    fn get<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Result<Option<Object>, PlaceError>> {
        Box::pin(async move {
            repeated(|| self.try_get(path))
                .await
                .map_err(|error| self.failed(format!("read `{path}`"), &error))
        })
    }

    fn put(&self, upload: Upload, condition: Condition) -> BoxFuture<'_, Result<Put, PlaceError>> {
        let doing = format!("store `{}`", upload.path);
        Box::pin(async move {
            repeated(|| self.try_put(&upload, &condition)).await.map_err(|error| self.failed(doing, &error))
        })
    }

    fn delete(&self, paths: Vec<String>) -> BoxFuture<'_, Result<(), PlaceError>> {
        let doing = format!("remove {} files", paths.len());
        Box::pin(async move {
            repeated(|| self.try_delete(&paths)).await.map_err(|error| self.failed(doing, &error))
        })
    }

    fn sign<'a>(
        &'a self,
        path: &'a str,
        time: Duration,
    ) -> BoxFuture<'a, Result<Option<String>, PlaceError>> {
        Box::pin(async move {
            let Some(signer) = &self.signer else { return Ok(None) };
            let failed = |error| {
                let mut failed = self.failed(format!("sign a link to `{path}`"), &error);
                if self.cloud == Cloud::Azure && failed.failure == Failure::NoPermission {
                    failed.next =
                        "Give the identity the role Storage Blob Delegator on the storage account".to_owned();
                }
                failed
            };
            let key = self.key(path).map_err(failed)?;
            let url = signer.signed_url(reqwest::Method::GET, &key, time).await.map_err(failed)?;
            Ok(Some(url.to_string()))
        })
    }
}

/// Tries in all after connection errors, 408, 429 and 5xx, with growing and jittered pauses.
pub(super) fn retries() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(200),
            max_backoff: Duration::from_secs(10),
            base: 2.0,
        },
        max_retries: 5,
        retry_timeout: Duration::from_secs(60),
    }
}

/// The limits of one client; proxies come from `HTTPS_PROXY` and `NO_PROXY`, certificates from the system.
pub(super) fn client_options() -> ClientOptions {
    ClientOptions::new()
        .with_connect_timeout(Duration::from_secs(10))
        .with_timeout(Duration::from_secs(60))
        .with_pool_max_idle_per_host(128)
}
