//! One build's upload: files go in one after the other, as they are rendered; the build's record goes last.
//!
//! A build's folder is written once. A killed upload is continued: what its notes (`uploads/<build>/N.json`) and the
//! listing agree on is not stored again. A build that is whole already is compared by its manifest, without asking for
//! any of its files; when the content differs, the build goes into a folder of its own beside the first.

use std::sync::Arc;

use bytes::Bytes;
use tokio::task::JoinSet;

use crate::record::BuildRecord;
use crate::site::SiteFile;

use super::content::{self, Compression};
use super::error::{PlaceError, PublishError};
use super::layout::{self, Layout};
use super::place::{Condition, Place, Put, Upload};
use super::plan::{BadPath, Known, Manifest, Paths, Step, hash};

/// How far an upload is. Totals are what is known so far: they grow while pages are still rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Files stored or found to be there.
    pub(crate) files_done: u64,
    /// Files given so far.
    pub(crate) files_total: u64,
    /// Bytes of the files done.
    pub(crate) bytes_done: u64,
    /// Bytes of the files given so far.
    pub(crate) bytes_total: u64,
}

/// Who is told of progress.
pub(crate) type ProgressListener = Arc<dyn Fn(Progress) + Send + Sync>;

/// How an upload is done.
#[derive(Clone)]
pub(crate) struct Limits {
    /// Files under way at once.
    pub(crate) in_flight: usize,
    /// Bytes under way at once; a larger file goes alone.
    pub(crate) bytes_in_flight: u64,
    /// Files stored between two notes: what a killed upload may have to store again.
    pub(crate) note_every: usize,
    /// Who is told of progress.
    pub(crate) progress: Option<ProgressListener>,
    /// How files are stored.
    pub(crate) compression: Compression,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            in_flight: 64,
            bytes_in_flight: 32 << 20,
            note_every: 256,
            progress: None,
            compression: Compression::None,
        }
    }
}

/// What an upload did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    /// Files that were stored.
    pub(crate) stored: u64,
    /// Files that were there.
    pub(crate) skipped: u64,
    /// Bytes that were stored.
    pub(crate) bytes_stored: u64,
}

/// A whole build.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    /// Its folder below `builds/`.
    pub(super) folder: String,
    /// Its record as stored.
    pub(super) record: BuildRecord,
    /// What was done for it.
    pub(super) totals: Totals,
}

enum State {
    /// The folder holds a whole build; so far it is the same.
    Comparing { stored: Manifest, record: Box<BuildRecord> },
    /// The folder is empty or holds a part.
    Uploading { known: Known, notes: usize, journal: Vec<String> },
}

/// A file that a task stored; a task that stored a note gives none.
struct Done {
    path: String,
    hash: String,
    size: u64,
}

/// The upload of one build.
pub(crate) struct Session {
    place: Arc<dyn Place>,
    layout: Layout,
    record: BuildRecord,
    repeat: u32,
    folder: String,
    /// Where the notes of what is stored go.
    journal: String,
    state: State,
    limits: Limits,
    paths: Paths,
    /// What the site consists of so far.
    wanted: Manifest,
    /// What is stored since the last note.
    unnoted: Manifest,
    tasks: JoinSet<Result<Option<Done>, PlaceError>>,
    bytes_under_way: u64,
    totals: Totals,
    progress: Progress,
}

impl Session {
    /// Begins or continues the upload of the build that `record` describes.
    ///
    /// # Errors
    /// When the place cannot be read.
    pub(crate) async fn open(
        place: Arc<dyn Place>,
        record: &BuildRecord,
        limits: Limits,
    ) -> Result<Self, PublishError> {
        let layout = Layout::new(&record.repository);
        let folder = layout::build_folder(record, 1);
        let state = look(place.as_ref(), &layout, &folder).await?;
        let journal = layout.journal(&folder);
        Ok(Session::new(place, record, (folder, journal), state, limits))
    }

    /// Begins or continues the upload of a part of a build into `folder`, which is not whole. `journal` is the folder
    /// of this part's notes. The part is ended by [`Session::drain`]; whoever has all parts makes the build whole.
    pub(super) async fn open_part(
        place: Arc<dyn Place>,
        record: &BuildRecord,
        (folder, journal): (String, String),
        limits: Limits,
    ) -> Result<Self, PublishError> {
        let layout = Layout::new(&record.repository);
        let state = unfinished(place.as_ref(), &layout.build(&folder), &journal).await?;
        Ok(Session::new(place, record, (folder, journal), state, limits))
    }

    fn new(
        place: Arc<dyn Place>,
        record: &BuildRecord,
        (folder, journal): (String, String),
        state: State,
        limits: Limits,
    ) -> Self {
        Session {
            place,
            layout: Layout::new(&record.repository),
            record: record.clone(),
            repeat: 1,
            folder,
            journal,
            state,
            limits,
            paths: Paths::default(),
            wanted: Manifest::default(),
            unnoted: Manifest::default(),
            tasks: JoinSet::new(),
            bytes_under_way: 0,
            totals: Totals::default(),
            progress: Progress::default(),
        }
    }

    /// Where this goes.
    pub(super) fn place(&self) -> Arc<dyn Place> {
        Arc::clone(&self.place)
    }

    /// Stores a file of the site, unless it is there. Returns as soon as there is room for the next one; an error may
    /// be that of an earlier file. The record (`preview.json`) is left out: [`Session::finish`] writes it.
    ///
    /// # Errors
    /// When the path is not plain or was there before, or the place fails after all tries.
    pub(crate) async fn add(&mut self, file: SiteFile) -> Result<(), PublishError> {
        if file.path == layout::RECORD {
            return Ok(());
        }
        self.paths.check(&file.path).map_err(|bad| match bad {
            BadPath::Unsafe(path) => PublishError::Path(path),
            BadPath::Twice(path) => PublishError::Twice(path),
        })?;
        self.progress.files_total += 1;
        self.progress.bytes_total += size(&file);
        self.store(file).await
    }

    async fn store(&mut self, file: SiteFile) -> Result<(), PublishError> {
        let hash = hash(&file.bytes);
        // Resuming compares sizes of what is stored, and those are known only then.
        let encoded = match &self.state {
            State::Comparing { .. } => None,
            State::Uploading { .. } => {
                Some(content::encode(&file.path, &file.bytes, self.limits.compression))
            }
        };
        let step = match &self.state {
            State::Comparing { stored, .. } => match stored.files.get(&file.path) {
                Some(known) if *known == hash => Step::Skip,
                _ => {
                    self.diverge().await?;
                    return Box::pin(self.store(file)).await;
                }
            },
            State::Uploading { known, .. } => {
                let stored = encoded.as_ref().map_or(0, |(bytes, _)| bytes.len() as u64);
                known.step(&file.path, stored, &hash)
            }
        };
        if step == Step::Put {
            self.forget_if_other(&file.path, &hash).await?;
        }
        self.wanted.files.insert(file.path.clone(), hash.clone());
        match step {
            Step::Skip => {
                self.totals.skipped += 1;
                self.done(size(&file));
                Ok(())
            }
            Step::Put => self.put(file, hash, encoded.unwrap_or_default()).await,
        }
    }

    /// The notes of an earlier try with other content would be wrong as soon as this file is replaced: whoever goes on
    /// after that must not believe them.
    async fn forget_if_other(&mut self, path: &str, hash: &str) -> Result<(), PublishError> {
        if let State::Uploading { known, journal, .. } = &mut self.state
            && known.is_noted_otherwise(path, hash)
        {
            let notes = std::mem::take(journal);
            if !notes.is_empty() {
                self.place.delete(notes).await?;
            }
        }
        Ok(())
    }

    async fn put(
        &mut self,
        file: SiteFile,
        hash: String,
        (bytes, encoding): (Bytes, Option<&'static str>),
    ) -> Result<(), PublishError> {
        let size = size(&file);
        while self.tasks.len() >= self.limits.in_flight.max(1)
            || (!self.tasks.is_empty() && self.bytes_under_way + size > self.limits.bytes_in_flight)
        {
            self.join().await?;
        }
        self.bytes_under_way += size;
        let upload = Upload {
            path: self.layout.build_file(&self.folder, &file.path),
            content_type: content::content_type(&file.path),
            cache_control: content::cache_control(&file.path),
            encoding,
            bytes,
        };
        let place = Arc::clone(&self.place);
        self.tasks.spawn(async move {
            place.put(upload, Condition::Always).await?;
            Ok(Some(Done { path: file.path, hash, size }))
        });
        if self.unnoted.files.len() >= self.limits.note_every.max(1) {
            self.note();
        }
        Ok(())
    }

    /// Waits for one file under way.
    async fn join(&mut self) -> Result<(), PublishError> {
        let Some(joined) = self.tasks.join_next().await else { return Ok(()) };
        let Some(done) = joined.map_err(|_lost| PublishError::Stopped)?? else { return Ok(()) };
        self.bytes_under_way -= done.size;
        self.totals.stored += 1;
        self.totals.bytes_stored += done.size;
        self.unnoted.files.insert(done.path, done.hash);
        self.done(done.size);
        Ok(())
    }

    fn done(&mut self, size: u64) {
        self.progress.files_done += 1;
        self.progress.bytes_done += size;
        if let Some(listener) = &self.limits.progress {
            listener(self.progress);
        }
    }

    /// Notes what is stored, so that a later try need not store it again. The note goes along with the files: waiting
    /// for it would leave the connections idle.
    fn note(&mut self) {
        let State::Uploading { notes, .. } = &mut self.state else { return };
        let path = format!("{}/{notes}.json", self.journal);
        *notes += 1;
        let note = std::mem::take(&mut self.unnoted);
        let place = Arc::clone(&self.place);
        self.tasks.spawn(async move {
            place.put(Upload::replaceable(path, note.to_json()), Condition::Always).await?;
            Ok(None)
        });
    }

    /// The build is whole with other content: goes on in the next folder, with the files that were the same so far.
    async fn diverge(&mut self) -> Result<(), PublishError> {
        let same = std::mem::take(&mut self.wanted);
        let from = std::mem::take(&mut self.folder);
        let done: u64 = u64::try_from(same.files.len()).unwrap_or(u64::MAX);
        self.totals.skipped -= done.min(self.totals.skipped);
        self.progress.files_done -= done.min(self.progress.files_done);
        self.repeat += 1;
        self.folder = layout::build_folder(&self.record, self.repeat);
        self.journal = self.layout.journal(&self.folder);
        self.state = look(self.place.as_ref(), &self.layout, &self.folder).await?;
        for path in same.files.into_keys() {
            let stored = self.place.get(&self.layout.build_file(&from, &path)).await?;
            let object = stored.ok_or_else(|| PublishError::Damaged {
                path: self.layout.build_file(&from, &path),
                place: self.place.name().to_owned(),
                reason: "it is listed as stored and is not there".to_owned(),
                next: "Run the pipeline anew, so that the build gets a new number",
            })?;
            let bytes = unpack(self.place.as_ref(), &path, object.bytes)?;
            self.progress.bytes_done -= (bytes.len() as u64).min(self.progress.bytes_done);
            Box::pin(self.store(SiteFile { path, bytes })).await?;
        }
        Ok(())
    }

    /// Waits for all files, then makes the build whole by its record. `record` is the final one; its counts of files
    /// and bytes are set here.
    pub(super) async fn finish(mut self, mut record: BuildRecord) -> Result<Whole, PublishError> {
        self.join_all().await?;
        if let State::Comparing { stored, record: whole } = &self.state {
            if *stored == self.wanted {
                let record = whole.as_ref().clone();
                return Ok(Whole { folder: self.folder, record, totals: self.totals });
            }
            self.diverge().await?;
            return Box::pin(self.finish(record)).await;
        }
        record.files = u64::try_from(self.wanted.files.len()).unwrap_or(u64::MAX);
        record.bytes = self.progress.bytes_total;
        let record = self.seal(record).await?;
        Ok(Whole { folder: self.folder, record, totals: self.totals })
    }

    /// Waits for all files of a part.
    pub(super) async fn drain(mut self) -> Result<Totals, PublishError> {
        self.join_all().await?;
        Ok(self.totals)
    }

    /// Removes the notes of what was stored: a list of all files has taken their place.
    pub(super) async fn remove_notes(place: &dyn Place, journal: &str) -> Result<(), PublishError> {
        let notes = place.list(journal).await?;
        if !notes.is_empty() {
            place.delete(notes.into_iter().map(|note| note.path).collect()).await?;
        }
        Ok(())
    }

    async fn join_all(&mut self) -> Result<(), PublishError> {
        while !self.tasks.is_empty() {
            self.join().await?;
        }
        Ok(())
    }

    /// Everything is stored: removes what an earlier try left over, writes the manifest, and last the record.
    async fn seal(&self, record: BuildRecord) -> Result<BuildRecord, PublishError> {
        if let State::Uploading { known, .. } = &self.state {
            let extra = known.extra(&self.wanted);
            if !extra.is_empty() {
                let full = |path: &String| self.layout.build_file(&self.folder, path);
                self.place.delete(extra.iter().map(full).collect()).await?;
            }
        }
        let manifest = Upload::replaceable(self.layout.manifest(&self.folder), self.wanted.to_json());
        self.place.put(manifest, Condition::Always).await?;
        let path = self.layout.build_file(&self.folder, layout::RECORD);
        let put = self.place.put(Upload::replaceable(&path, record.to_json()), Condition::Absent).await?;
        let record = match put {
            Put::Stored => record,
            // The answer to an earlier try was lost, or a second process published the same build at the same time.
            Put::Conflict => read_record(self.place.as_ref(), &path).await?.unwrap_or(record),
        };
        Session::remove_notes(self.place.as_ref(), &self.journal).await?;
        Ok(record)
    }
}

/// What a build's folder holds.
async fn look(place: &dyn Place, layout: &Layout, folder: &str) -> Result<State, PublishError> {
    let path = layout.build_file(folder, layout::RECORD);
    if let Some(record) = read_record(place, &path).await? {
        let manifest = place.get(&layout.manifest(folder)).await?;
        let stored =
            manifest.and_then(|object| serde_json::from_slice(&object.bytes).ok()).unwrap_or_default();
        return Ok(State::Comparing { stored, record: Box::new(record) });
    }
    unfinished(place, &layout.build(folder), &layout.journal(folder)).await
}

/// What is stored of a build that is not whole: what is listed in `folder` and what the notes in `journal` say of it.
async fn unfinished(place: &dyn Place, folder: &str, journal: &str) -> Result<State, PublishError> {
    let listing = place.list(folder).await?;
    let mut manifest = Manifest::default();
    let notes = match listing.is_empty() {
        true => Vec::new(),
        false => place.list(journal).await?,
    };
    for note in &notes {
        // A note that cannot be read costs a second upload of its files, nothing more.
        if let Some(object) = place.get(&note.path).await?
            && let Ok(read) = serde_json::from_slice::<Manifest>(&object.bytes)
        {
            manifest.files.extend(read.files);
        }
    }
    let known = Known::new(folder, &listing, manifest);
    let journal: Vec<String> = notes.into_iter().map(|note| note.path).collect();
    Ok(State::Uploading { known, notes: journal.len(), journal })
}

/// Reads a build's record; `None` where there is none.
pub(super) async fn read_record(place: &dyn Place, path: &str) -> Result<Option<BuildRecord>, PublishError> {
    let Some(object) = place.get(path).await? else { return Ok(None) };
    match serde_json::from_slice::<BuildRecord>(&object.bytes) {
        Ok(record) if record.version <= crate::record::VERSION => Ok(Some(record)),
        Ok(record) => Err(PublishError::Damaged {
            path: path.to_owned(),
            place: place.name().to_owned(),
            reason: format!("its version is {}", record.version),
            next: "Update preview on the agent",
        }),
        Err(error) => Err(PublishError::Damaged {
            path: path.to_owned(),
            place: place.name().to_owned(),
            reason: error.to_string(),
            next: "Remove the build's folder and run the step again",
        }),
    }
}

/// The content of a stored file, compressed or not.
pub(super) fn unpack(place: &dyn Place, path: &str, bytes: Bytes) -> Result<Bytes, PublishError> {
    content::decode(path, bytes).map_err(|error| PublishError::Damaged {
        path: path.to_owned(),
        place: place.name().to_owned(),
        reason: error.to_string(),
        next: "Run the pipeline anew, so that the build gets a new number",
    })
}

/// The bytes of a file.
fn size(file: &SiteFile) -> u64 {
    u64::try_from(file.bytes.len()).unwrap_or(u64::MAX)
}
