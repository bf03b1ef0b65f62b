//! What the jobs of one build tell each other when each publishes a part of it (`--shard K/N`), as files:
//!
//! ```text
//! uploads/<build>/<parts>/<part>.json   a part is stored: which files, and what its job hands on; written after them
//! uploads/<build>/<parts>/last.json     which job makes the build whole; `sealed` from when no part may change any more
//! ```
//!
//! There is no server and no lock: `last.json` is changed by conditional puts alone, and that is the whole agreement.
//! The steps that rest on it are in [`super::shard`].

use serde::{Deserialize, Serialize};

use super::error::PublishError;
use super::layout::{self, Layout};
use super::place::{Condition, Object, Place, Put, Upload};
use super::plan::Manifest;
use super::pointer::{contended, waits};
use crate::record::VERSION;

/// One job's part of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    /// Which part, from 1.
    pub(crate) part: u32,
    /// Of how many.
    pub(crate) parts: u32,
}

/// The content of `<part>.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    /// The version of this format.
    pub(super) version: u32,
    /// The part's files with their hashes.
    #[serde(flatten)]
    pub(super) manifest: Manifest,
    /// What the job hands to the one that makes the build whole; means nothing here.
    pub(super) handed: serde_json::Value,
}

/// The content of `last.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Claim {
    /// The part whose job makes the build whole; `None` when it gave that up.
    pub(super) part: Option<u32>,
    /// Whether the parts are as they will stay.
    pub(super) sealed: bool,
}

/// A claim as it was read, for a conditional put.
pub(super) struct ReadClaim {
    pub(super) claim: Option<Claim>,
    object: Option<Object>,
}

impl ReadClaim {
    pub(super) fn is_sealed(&self) -> bool {
        self.claim.is_some_and(|claim| claim.sealed)
    }

    pub(super) fn part(&self) -> Option<u32> {
        self.claim.and_then(|claim| claim.part)
    }
}

/// Where the jobs of one build meet.
pub(super) struct Meeting<'p> {
    pub(super) place: &'p dyn Place,
    /// The folder of `last.json`.
    folder: String,
    pub(super) shard: Shard,
}

impl<'p> Meeting<'p> {
    /// The meeting of the build in the folder `build`.
    pub(super) fn new(place: &'p dyn Place, layout: &Layout, build: &str, shard: Shard) -> Self {
        Meeting { place, folder: layout.parts(build, shard.parts), shard }
    }

    /// The folder of this part's notes while it is uploaded.
    pub(super) fn journal(&self) -> String {
        format!("{}/{}", self.folder, self.shard.part)
    }

    fn note_path(&self, part: u32) -> String {
        format!("{}/{part}.json", self.folder)
    }

    fn claim_path(&self) -> String {
        format!("{}/last.json", self.folder)
    }

    pub(super) async fn note(&self, part: u32) -> Result<Option<Note>, PublishError> {
        let path = self.note_path(part);
        let Some(object) = self.place.get(&path).await? else { return Ok(None) };
        match serde_json::from_slice::<Note>(&object.bytes) {
            Ok(note) if note.version <= VERSION => Ok(Some(note)),
            Ok(note) => Err(self.damaged(path, format!("its version is {}", note.version))),
            Err(error) => Err(self.damaged(path, error.to_string())),
        }
    }

    /// The notes of all parts, in their order; `None` when one is missing.
    pub(super) async fn notes(&self) -> Result<Option<Vec<Note>>, PublishError> {
        let mut notes = Vec::new();
        for part in 1..=self.shard.parts {
            match self.note(part).await? {
                Some(note) => notes.push(note),
                None => return Ok(None),
            }
        }
        Ok(Some(notes))
    }

    /// How many parts are stored.
    pub(super) async fn present(&self) -> Result<u32, PublishError> {
        let listed = self.place.list(&self.folder).await?;
        let is_there = |part: &u32| {
            let path = self.note_path(*part);
            listed.iter().any(|file| file.path == path)
        };
        Ok(u32::try_from((1..=self.shard.parts).filter(is_there).count()).unwrap_or(u32::MAX))
    }

    pub(super) async fn write_note(&self, part: u32, note: &Note) -> Result<(), PublishError> {
        let json = serde_json::to_vec(note).expect("texts and numbers are always written");
        self.place.put(Upload::replaceable(self.note_path(part), json), Condition::Always).await?;
        Ok(())
    }

    pub(super) async fn remove_note(&self) -> Result<(), PublishError> {
        Ok(self.place.delete(vec![self.note_path(self.shard.part)]).await?)
    }

    pub(super) async fn claim(&self) -> Result<ReadClaim, PublishError> {
        let path = self.claim_path();
        let object = self.place.get(&path).await?;
        let claim = match &object {
            Some(object) => Some(
                serde_json::from_slice(&object.bytes)
                    .map_err(|error| self.damaged(path, format!("{error}")))?,
            ),
            None => None,
        };
        Ok(ReadClaim { claim, object })
    }

    /// Writes `claim` in the place of `read`; false when another job was faster.
    pub(super) async fn change(&self, read: &ReadClaim, claim: Claim) -> Result<bool, PublishError> {
        let json = serde_json::to_vec(&claim).expect("numbers are always written");
        let upload = Upload::replaceable(self.claim_path(), json);
        let put = self.place.put(upload, Object::condition(read.object.as_ref())).await?;
        Ok(put == Put::Stored)
    }

    /// Lets nobody make the build whole with what this part was so far. False when it is sealed already.
    pub(super) async fn give_up(&self) -> Result<bool, PublishError> {
        for wait in waits() {
            let read = self.claim().await?;
            match read.claim {
                Some(claim) if claim.sealed => return Ok(false),
                None | Some(Claim { part: None, .. }) => return Ok(true),
                Some(_) if self.change(&read, Claim { part: None, sealed: false }).await? => return Ok(true),
                Some(_) => tokio::time::sleep(wait).await,
            }
        }
        Err(contended(self.place, &self.claim_path()))
    }

    pub(super) fn contended(&self) -> PublishError {
        contended(self.place, &self.claim_path())
    }

    fn damaged(&self, path: String, reason: String) -> PublishError {
        PublishError::Damaged {
            path,
            place: self.place.name().to_owned(),
            reason,
            next: "Use the same version of preview in all jobs, or start a new build",
        }
    }
}

/// Whether the build in the folder `build` has its record.
pub(super) async fn has_record(
    place: &dyn Place,
    layout: &Layout,
    build: &str,
) -> Result<bool, PublishError> {
    Ok(place.get(&layout.build_file(build, layout::RECORD)).await?.is_some())
}
