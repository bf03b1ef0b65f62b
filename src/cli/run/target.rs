//! Where the files of a run go while its pages are rendered. What goes wrong there is told when the pages are done: a
//! place that fails keeps neither the findings nor the comment back.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use super::super::args::RunArgs;
use super::super::check::{Check, Surroundings};
use super::super::console::Console;
use super::super::failure::{Failure, Result, chain};
use super::super::folder::SiteFolder;
use super::queue::{Giver, queue};
use super::storage::{address, is_cloud, limits, local, public_url, subject};
use crate::publish::{self, Address, Limits, Opened, Session, Shard, Staging};
use crate::record::BuildRecord;
use crate::site::{Kept, Receiver, Refusal, SiteFile};

/// Bytes that may wait for an upload before rendering waits for it too.
const WAITING: u32 = 8 << 20;

/// Where the files of a run go.
pub(super) struct Target {
    way: Way,
    /// Why the way takes no more.
    failed: Mutex<Option<Refusal>>,
}

enum Way {
    /// The folder of a run on a laptop.
    Folder(SiteFolder),
    /// A place of builds, at once.
    Place(Ahead),
    /// A place of builds that other jobs publish to as well: which folder is theirs, only the whole part can tell.
    Part(Staging),
    /// An attachment, which is one file.
    Attachment(Kept),
    /// Nowhere: this build is not published, or its configuration is wrong.
    Nowhere,
}

impl Target {
    /// Where the build that `record` describes goes; an upload begins with that.
    pub(super) fn begin(
        args: &RunArgs,
        (check, surroundings): (&Check, &Surroundings<'_>),
        (record, shard): (&BuildRecord, Option<Shard>),
        runtime: &Runtime,
        console: &Console,
    ) -> Result<Self> {
        let published = |address: &Address| {
            public_url(args, check, address).is_ok()
                && subject(check, record, surroundings).is_ok()
                && (args.signed_link.is_none() || is_cloud(address))
        };
        let way = match address(args, check, surroundings) {
            Err(_) => Way::Nowhere,
            Ok(None) => Way::Folder(local(check, surroundings)?),
            Ok(Some(Address::Attachment)) => Way::Attachment(Kept::default()),
            Ok(Some(address)) if !published(&address) => Way::Nowhere,
            Ok(Some(_)) if shard.is_some() => Way::Part(Staging::below(&temporary(surroundings))),
            Ok(Some(address)) => {
                let limits = limits(args.compress, &address, console);
                let environment = surroundings.environment.all().clone();
                Way::Place(Ahead::begin((address, environment), record.clone(), limits, runtime))
            }
        };
        Ok(Target { way, failed: Mutex::default() })
    }

    /// Ends the folder of a laptop.
    pub(super) fn end_folder(self, record: &BuildRecord) -> Result<()> {
        if let Some(refusal) = self.reason() {
            return Err(Failure::surroundings(anyhow::Error::from_boxed(refusal)));
        }
        match self.way {
            Way::Folder(folder) => folder.finish(record),
            _ => Ok(()),
        }
    }

    /// Waits until all files are given to the place.
    pub(super) async fn end_upload(self) -> std::result::Result<(Opened, Session), String> {
        match self.way {
            Way::Place(ahead) => ahead.end().await,
            _ => Err("the upload was never begun".to_owned()),
        }
    }

    /// The files of this job's part.
    pub(super) fn into_part(self) -> std::result::Result<Staging, String> {
        match (self.reason(), self.way) {
            (Some(refusal), _) => Err(chain(refusal.as_ref())),
            (None, Way::Part(staging)) => Ok(staging),
            (None, _) => Err("the part was never staged".to_owned()),
        }
    }

    /// The files of an attachment.
    pub(super) fn into_attachment(self) -> Vec<SiteFile> {
        match self.way {
            Way::Attachment(kept) => kept.into_files(),
            _ => Vec::new(),
        }
    }

    fn reason(&self) -> Option<Refusal> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Receiver for Target {
    /// Refuses nothing: pages that cannot be rendered are told even where the place has failed.
    fn take(&self, file: SiteFile) -> std::result::Result<(), Refusal> {
        let taken = match &self.way {
            Way::Nowhere => Ok(()),
            _ if self.failed.lock().unwrap_or_else(PoisonError::into_inner).is_some() => Ok(()),
            Way::Folder(folder) => folder.take(file),
            // What goes wrong is told at the end of the upload.
            Way::Place(ahead) => {
                ahead.giver.give(file);
                Ok(())
            }
            Way::Part(staging) => staging.put(&file.path, &file.bytes).map_err(|error| {
                let path = staging.file(&file.path);
                anyhow::Error::from(error).context(format!("cannot write `{}`", path.display())).into()
            }),
            Way::Attachment(kept) => kept.take(file),
        };
        if let Err(refusal) = taken {
            self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(refusal);
        }
        Ok(())
    }
}

/// Where a part waits until it is whole.
fn temporary(surroundings: &Surroundings<'_>) -> std::path::PathBuf {
    let of_job = surroundings.environment.get("AGENT_TEMPDIRECTORY").map(std::path::PathBuf::from);
    of_job.unwrap_or_else(std::env::temp_dir)
}

/// An upload that begins while pages are still rendered.
struct Ahead {
    giver: Giver,
    task: JoinHandle<std::result::Result<(Opened, Session), String>>,
}

impl Ahead {
    fn begin(
        (address, environment): (Address, publish::Environment),
        record: BuildRecord,
        limits: Limits,
        runtime: &Runtime,
    ) -> Self {
        let (giver, mut taker) = queue(runtime.handle().clone(), WAITING);
        let task = runtime.spawn(async move {
            let opened = publish::open(&address, &environment).await.map_err(|error| error.to_string())?;
            let place = Arc::clone(&opened.place);
            let mut session = Session::open(place, &record, limits).await.map_err(|error| chain(&error))?;
            while let Some(file) = taker.next().await {
                session.add(file).await.map_err(|error| chain(&error))?;
            }
            Ok((opened, session))
        });
        Ahead { giver, task }
    }

    /// Waits until all files are given to the place.
    async fn end(self) -> std::result::Result<(Opened, Session), String> {
        drop(self.giver);
        self.task.await.unwrap_or_else(|_lost| Err("the upload was stopped before it ended".to_owned()))
    }
}
