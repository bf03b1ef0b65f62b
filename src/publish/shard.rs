//! A build that several jobs publish, each a part of it (`--shard K/N`), without a server that leads them.
//!
//! A job stores its files in the build's folder, then its note. Whoever finds the notes of all parts claims the rest by
//! a conditional put, seals the parts by a second one, and only then writes what is the build's and no part's: its
//! first page, the manifest, and last the record. Pointers and pages move after that, as for any build.
//!
//! - A job that is killed before its note leaves a build that is not whole; run again, it goes on where it was.
//! - A job that is killed after its claim is run again, finds its note and its claim, and goes on there.
//! - Any job that runs again and finds all notes may take the claim: the first owner's seal then fails.
//! - A job that runs again with other content takes back its note and the claim, before it changes a file. When the
//!   parts are sealed it is too late for that: it makes a new folder, `<build>-2`, alone, with the other parts' files
//!   copied from the sealed one. A build's files never change once they are sealed.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, StreamExt, TryStreamExt};

use crate::record::{BuildRecord, Subject, VERSION};
use crate::site::SiteFile;

use super::apply::{Pages, Published, point};
use super::content::{self, Compression};
use super::error::PublishError;
use super::layout::{self, Layout};
use super::part::{Claim, Meeting, Note, ReadClaim, Shard, has_record};
use super::place::{Condition, Place, Put, Upload};
use super::plan::{self, Manifest};
use super::pointer::waits;
use super::session::{Limits, Session, Totals, Whole, read_record, unpack};
use super::staging::Staging;

/// How long a job waits for another one that makes a new folder of the same build.
const PATIENCE: u32 = 120;

/// Files copied at once.
const COPIES: usize = 16;

/// What became of a part.
pub(crate) enum PartOutcome {
    /// It is stored; so many of all parts are.
    Waiting(u32),
    /// All parts are stored, and the job of this other part does the rest.
    Left(Option<u32>),
    /// All parts are stored, and this job does the rest: [`Last::finish`].
    Last(Box<Last>),
}

/// A part that was published.
pub(crate) struct PublishedPart {
    /// The build's folder below `builds/`.
    pub(crate) build: String,
    /// What was done.
    pub(crate) totals: Totals,
    /// Who goes on.
    pub(crate) outcome: PartOutcome,
}

/// The rest of a build whose parts are all stored.
pub(crate) struct Last {
    place: Arc<dyn Place>,
    layout: Layout,
    build: String,
    shard: Shard,
    notes: Vec<Note>,
    totals: Totals,
    compression: Compression,
}

/// What a part is made of.
pub(crate) struct Part {
    /// Which one.
    pub(crate) shard: Shard,
    /// Its files; those of the build's root are left to [`Last::finish`].
    pub(crate) files: Staging,
    /// What is handed to the job that makes the build whole.
    pub(crate) handed: serde_json::Value,
}

/// Stores a part of the build that `record` describes.
///
/// # Errors
/// When the place fails after all tries. Run again, the job goes on where it stopped.
pub(crate) async fn publish_part(
    place: Arc<dyn Place>,
    part: Part,
    record: &BuildRecord,
    limits: Limits,
) -> Result<PublishedPart, PublishError> {
    let Part { shard, files, handed } = part;
    let mut paths = files.paths();
    paths.sort_by(|left, right| plan::compare(left, right));
    let mut manifest = Manifest::default();
    for path in &paths {
        manifest.files.insert(path.clone(), plan::hash(&read(&files, path).await?));
    }
    let wanted = Note { version: VERSION, manifest, handed };
    let layout = Layout::new(&record.repository);
    Job { place, layout, record, limits, wanted, files, paths }.publish(shard).await
}

/// A job with its part.
struct Job<'r> {
    place: Arc<dyn Place>,
    layout: Layout,
    record: &'r BuildRecord,
    limits: Limits,
    wanted: Note,
    files: Staging,
    /// The paths of the files in the order in which they are stored.
    paths: Vec<String>,
}

impl Job<'_> {
    async fn publish(self, shard: Shard) -> Result<PublishedPart, PublishError> {
        let mut repeat = 1;
        loop {
            let build = layout::build_folder(self.record, repeat);
            let meeting = Meeting::new(self.place.as_ref(), &self.layout, &build, shard);
            let sealed = meeting.claim().await?.is_sealed()
                || has_record(self.place.as_ref(), &self.layout, &build).await?;
            let note = meeting.note(shard.part).await?;
            let ran_before = note.is_some();
            if note.as_ref().is_some_and(|note| note.manifest == self.wanted.manifest) {
                if sealed && self.is_in_next(repeat, shard).await? {
                    repeat += 1;
                    continue;
                }
                let totals = Totals { skipped: self.wanted.manifest.files.len() as u64, ..Totals::default() };
                // What is handed on may differ where the files do not.
                if note.as_ref() != Some(&self.wanted) {
                    meeting.write_note(shard.part, &self.wanted).await?;
                }
                return self.settle(&meeting, build, totals, true).await;
            }
            if sealed {
                repeat += 1;
                continue;
            }
            if let Some(before) = self.notes_before(repeat, shard).await? {
                match self.renew(&meeting, &build, before).await? {
                    Some(totals) => return self.settle(&meeting, build, totals, true).await,
                    None => continue,
                }
            }
            if ran_before {
                meeting.remove_note().await?;
                if !meeting.give_up().await? {
                    repeat += 1;
                    continue;
                }
            }
            let totals = self.upload(&meeting, &build).await?;
            meeting.write_note(shard.part, &self.wanted).await?;
            Session::remove_notes(self.place.as_ref(), &meeting.journal()).await?;
            return self.settle(&meeting, build, totals, ran_before).await;
        }
    }

    /// Whether the folder after the `repeat`th is sealed and holds this part as it is.
    async fn is_in_next(&self, repeat: u32, shard: Shard) -> Result<bool, PublishError> {
        let build = layout::build_folder(self.record, repeat + 1);
        let meeting = Meeting::new(self.place.as_ref(), &self.layout, &build, shard);
        if !meeting.claim().await?.is_sealed() {
            return Ok(false);
        }
        let note = meeting.note(shard.part).await?;
        Ok(note.is_some_and(|note| note.manifest == self.wanted.manifest))
    }

    /// The notes of all parts in the folder before the `repeat`th, which is sealed.
    async fn notes_before(
        &self,
        repeat: u32,
        shard: Shard,
    ) -> Result<Option<(String, Vec<Note>)>, PublishError> {
        if repeat == 1 {
            return Ok(None);
        }
        let build = layout::build_folder(self.record, repeat - 1);
        let meeting = Meeting::new(self.place.as_ref(), &self.layout, &build, shard);
        Ok(meeting.notes().await?.map(|notes| (build, notes)))
    }

    async fn upload(&self, meeting: &Meeting<'_>, build: &str) -> Result<Totals, PublishError> {
        let target = (build.to_owned(), meeting.journal());
        let place = Arc::clone(&self.place);
        let mut session = Session::open_part(place, self.record, target, self.limits.clone()).await?;
        for path in &self.paths {
            session.add(SiteFile { path: path.clone(), bytes: read(&self.files, path).await? }).await?;
        }
        session.drain().await
    }

    /// Makes a new folder of a sealed build, with this part anew and the others as they were. `None` when another job
    /// made this folder: then it is looked at again.
    async fn renew(
        &self,
        meeting: &Meeting<'_>,
        build: &str,
        (old, notes): (String, Vec<Note>),
    ) -> Result<Option<Totals>, PublishError> {
        let own = meeting.shard.part;
        let read = meeting.claim().await?;
        match read.part() {
            Some(part) if part == own => {}
            Some(_) => return self.wait_for(meeting).await.map(|()| None),
            None if meeting.change(&read, Claim { part: Some(own), sealed: false }).await? => {}
            None => return Ok(None),
        }
        let totals = self.upload(meeting, build).await?;
        let others = || (1..).zip(&notes).filter(|(part, _)| *part != own);
        let paths: Vec<String> = others()
            .flat_map(|(_, note)| note.manifest.files.keys())
            .filter(|path| !self.wanted.manifest.files.contains_key(*path))
            .cloned()
            .collect();
        let old = old.as_str();
        stream::iter(paths)
            .map(|path| async move { self.copy(old, build, &path).await })
            .buffer_unordered(COPIES)
            .try_collect::<Vec<()>>()
            .await?;
        for (part, note) in others() {
            meeting.write_note(part, note).await?;
        }
        meeting.write_note(own, &self.wanted).await?;
        Session::remove_notes(self.place.as_ref(), &meeting.journal()).await?;
        Ok(Some(totals))
    }

    async fn copy(&self, from: &str, to: &str, path: &str) -> Result<(), PublishError> {
        let source = self.layout.build_file(from, path);
        let object = self.place.get(&source).await?.ok_or_else(|| PublishError::Damaged {
            path: source,
            place: self.place.name().to_owned(),
            reason: "it is listed as stored and is not there".to_owned(),
            next: "Run the pipeline anew, so that the build gets a new number",
        })?;
        let bytes = unpack(self.place.as_ref(), path, object.bytes)?;
        let key = self.layout.build_file(to, path);
        put(self.place.as_ref(), (key, path), bytes, self.limits.compression).await
    }

    /// Waits until another job has sealed this folder.
    async fn wait_for(&self, meeting: &Meeting<'_>) -> Result<(), PublishError> {
        for _ in 0..PATIENCE {
            if meeting.claim().await?.is_sealed() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        Err(meeting.contended())
    }

    /// The part is stored: who goes on? `ran_before` is whether an earlier run of this job had come as far.
    async fn settle(
        &self,
        meeting: &Meeting<'_>,
        build: String,
        totals: Totals,
        ran_before: bool,
    ) -> Result<PublishedPart, PublishError> {
        let outcome = self.decide(meeting, &build, totals, ran_before).await?;
        Ok(PublishedPart { build, totals, outcome })
    }

    async fn decide(
        &self,
        meeting: &Meeting<'_>,
        build: &str,
        totals: Totals,
        ran_before: bool,
    ) -> Result<PartOutcome, PublishError> {
        let present = meeting.present().await?;
        if present < meeting.shard.parts {
            return Ok(PartOutcome::Waiting(present));
        }
        let own = Claim { part: Some(meeting.shard.part), sealed: false };
        for wait in waits() {
            let read = meeting.claim().await?;
            let mine = match read.claim {
                Some(claim) if claim.part == own.part => true,
                Some(claim) if claim.sealed && ran_before => true,
                Some(Claim { part: Some(_), .. }) if !ran_before => {
                    return Ok(PartOutcome::Left(read.part()));
                }
                _ => meeting.change(&read, own).await?,
            };
            if !mine {
                tokio::time::sleep(wait).await;
                continue;
            }
            return Ok(match meeting.notes().await? {
                Some(notes) => PartOutcome::Last(Box::new(Last {
                    place: Arc::clone(&self.place),
                    layout: self.layout.clone(),
                    build: build.to_owned(),
                    shard: meeting.shard,
                    notes,
                    totals,
                    compression: self.limits.compression,
                })),
                // One was taken back meanwhile: its job will find all parts.
                None => {
                    meeting.give_up().await?;
                    PartOutcome::Waiting(meeting.shard.parts - 1)
                }
            });
        }
        Err(meeting.contended())
    }
}

impl Last {
    /// What the jobs handed on, by part.
    pub(crate) fn handed(&self) -> impl Iterator<Item = &serde_json::Value> {
        self.notes.iter().map(|note| &note.handed)
    }

    /// Seals the parts, stores the `front` pages of the build and its record, and moves what points to it. `None` when
    /// another job took that over meanwhile.
    ///
    /// # Errors
    /// When the place fails after all tries, or two parts have different files of one path.
    pub(crate) async fn finish(
        self,
        front: Vec<SiteFile>,
        mut record: BuildRecord,
        subject: Option<&Subject>,
        pages: Pages<'_>,
    ) -> Result<Option<Published>, PublishError> {
        let path = self.layout.build_file(&self.build, layout::RECORD);
        let stored = read_record(self.place.as_ref(), &path).await?;
        if let Some(record) = stored {
            let whole = Whole { folder: self.build, record, totals: self.totals };
            return point(self.place, whole, subject, pages).await.map(Some);
        }
        let manifest = self.manifest(&front)?;
        if !self.seal().await? {
            return Ok(None);
        }
        for file in front {
            let key = self.layout.build_file(&self.build, &file.path);
            put(self.place.as_ref(), (key, &file.path), file.bytes, self.compression).await?;
        }
        record.files = manifest.files.len() as u64;
        record.bytes = self.clean(&manifest).await?;
        let list = Upload::replaceable(self.layout.manifest(&self.build), manifest.to_json());
        self.place.put(list, Condition::Always).await?;
        let upload = Upload::replaceable(&path, record.to_json());
        let record = match self.place.put(upload, Condition::Absent).await? {
            Put::Stored => record,
            Put::Conflict => read_record(self.place.as_ref(), &path).await?.unwrap_or(record),
        };
        let whole = Whole { folder: self.build, record, totals: self.totals };
        point(self.place, whole, subject, pages).await.map(Some)
    }

    /// All files of the build.
    fn manifest(&self, front: &[SiteFile]) -> Result<Manifest, PublishError> {
        let mut all = Manifest::of(front);
        for note in &self.notes {
            for (path, hash) in &note.manifest.files {
                let other = all.files.insert(path.clone(), hash.clone());
                if other.is_some_and(|other| other != *hash) {
                    return Err(PublishError::Twice(path.clone()));
                }
            }
        }
        Ok(all)
    }

    /// No part changes any more. False when another job has the claim, or a part was taken back.
    async fn seal(&self) -> Result<bool, PublishError> {
        let meeting = Meeting::new(self.place.as_ref(), &self.layout, &self.build, self.shard);
        for wait in waits() {
            let read: ReadClaim = meeting.claim().await?;
            match read.claim {
                // By us, or by a job that was killed: what is left to do is the same.
                Some(claim) if claim.sealed => return Ok(true),
                Some(claim) if claim.part == Some(self.shard.part) => {
                    if meeting.change(&read, Claim { sealed: true, ..claim }).await? {
                        return Ok(true);
                    }
                    tokio::time::sleep(wait).await;
                }
                _ => return Ok(false),
            }
        }
        Err(meeting.contended())
    }

    /// Removes what earlier tries stored with other content, and gives back the bytes of what stays.
    async fn clean(&self, manifest: &Manifest) -> Result<u64, PublishError> {
        let folder = self.layout.build(&self.build);
        let (mut bytes, mut found, mut extra) = (0, 0, Vec::new());
        for file in self.place.list(&folder).await? {
            let inner = file.path.strip_prefix(&folder).unwrap_or(&file.path).trim_start_matches('/');
            if manifest.files.contains_key(inner) {
                bytes += file.size;
                found += 1;
            } else if inner != layout::RECORD {
                extra.push(file.path);
            }
        }
        if found < manifest.files.len() {
            return Err(PublishError::Damaged {
                path: folder,
                place: self.place.name().to_owned(),
                reason: format!("{} of its files are gone", manifest.files.len() - found),
                next: "Run the pipeline anew, so that the build gets a new number",
            });
        }
        if !extra.is_empty() {
            self.place.delete(extra).await?;
        }
        Ok(bytes)
    }
}

/// Reads a staged file.
async fn read(files: &Staging, path: &str) -> Result<Bytes, PublishError> {
    let path = files.file(path);
    let read = tokio::fs::read(&path).await;
    read.map(Bytes::from).map_err(|source| PublishError::Read { path, source })
}

async fn put(
    place: &dyn Place,
    (key, path): (String, &str),
    bytes: Bytes,
    compression: Compression,
) -> Result<(), PublishError> {
    let (bytes, encoding) = content::encode(path, &bytes, compression);
    let upload = Upload {
        path: key,
        content_type: content::content_type(path),
        cache_control: content::cache_control(path),
        encoding,
        bytes,
    };
    place.put(upload, Condition::Always).await?;
    Ok(())
}
