//! Rows as markup, each written once: definitions repeat themselves, so that most rows of a page stood on another page
//! before. A row's markup is a function of the row alone; its anchor and what stands inside it are laid around it by the
//! page.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use minijinja::Value;
use rustc_hash::{FxHashMap, FxHasher};

use super::template::{Macros, TemplateError, Templates};
use super::view::Row;

/// The most bytes of markup that are kept.
const MAX_BYTES: usize = 48 << 20;
/// Parts of the store, so that threads seldom wait for each other; a power of two.
const PARTS: usize = 16;

/// The markup of rows, by what the rows say.
#[derive(Debug)]
pub(super) struct Fragments {
    parts: [Mutex<FxHashMap<Key, Fragment>>; PARTS],
    bytes: AtomicUsize,
    secret: RandomState,
}

/// Two hashes of a row. The first one depends on a secret of this process, so that nobody can make two rows that are
/// taken for each other.
type Key = (u64, u64);

#[derive(Clone, Debug, Default)]
struct Fragment {
    head: Value,
    said: Value,
    text: Value,
}

impl Default for Fragments {
    fn default() -> Self {
        Fragments {
            parts: std::array::from_fn(|_| Mutex::default()),
            bytes: AtomicUsize::new(0),
            secret: RandomState::new(),
        }
    }
}

/// Gives rows of one page their markup.
pub(super) struct Filler<'t> {
    fragments: &'t Fragments,
    templates: &'t Templates,
    macros: Option<[Macros<'t>; 2]>,
    error: Option<TemplateError>,
}

impl Fragments {
    /// What gives the rows of one page their markup.
    pub(super) fn filler<'t>(&'t self, templates: &'t Templates) -> Filler<'t> {
        Filler { fragments: self, templates, macros: None, error: None }
    }

    fn key(&self, row: &Row) -> Key {
        let mut both = Both { secret: self.secret.build_hasher(), fast: FxHasher::default() };
        row.hash_fragment(&mut both);
        (both.secret.finish(), both.fast.finish())
    }

    fn part(&self, key: Key) -> std::sync::MutexGuard<'_, FxHashMap<Key, Fragment>> {
        let part = &self.parts[key.0 as usize % PARTS];
        part.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, key: Key, fragment: &Fragment) {
        let size = |value: &Value| value.as_str().map_or(0, str::len);
        let markup = size(&fragment.head) + size(&fragment.said) + size(&fragment.text);
        let bytes = markup + size_of::<(Key, Fragment)>();
        if self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes <= MAX_BYTES {
            self.part(key).insert(key, fragment.clone());
        }
    }
}

impl Filler<'_> {
    /// Gives a row its markup.
    pub(super) fn fill(&mut self, row: &mut Row) {
        if self.error.is_some() {
            return;
        }
        // A mark leads to the next one of its page.
        let key = row.mark.is_none().then(|| self.fragments.key(row));
        let known = key.and_then(|key| self.fragments.part(key).get(&key).cloned());
        let fragment = match known {
            Some(fragment) => fragment,
            None => match self.write(row) {
                Ok(fragment) => {
                    if let Some(key) = key {
                        self.fragments.keep(key, &fragment);
                    }
                    fragment
                }
                Err(error) => {
                    self.error = Some(error);
                    return;
                }
            },
        };
        row.said = Some(fragment.said);
        if !row.name.is_empty() {
            row.head = Some(fragment.head);
            row.text = Some(fragment.text);
            row.forget();
        }
    }

    fn write(&mut self, row: &Row) -> Result<Fragment, TemplateError> {
        let macros = match self.macros.take() {
            Some(macros) => macros,
            None => [self.templates.macros("part/tree.html")?, self.templates.macros("text/parts.md")?],
        };
        let [html, text] = self.macros.insert(macros);
        let view = [super::code::value(row)];
        let said = html.call("said", &view)?;
        if row.name.is_empty() {
            return Ok(Fragment { said, ..Fragment::default() });
        }
        Ok(Fragment { head: html.call("row_head", &view)?, said, text: text.call("row_text", &view)? })
    }

    /// The first fault of a template, if there was one.
    pub(super) fn finish(self) -> Result<(), TemplateError> {
        self.error.map_or(Ok(()), Err)
    }
}

/// Feeds two hashers at once.
struct Both {
    secret: std::hash::DefaultHasher,
    fast: FxHasher,
}

impl Hasher for Both {
    fn finish(&self) -> u64 {
        self.secret.finish()
    }

    fn write(&mut self, bytes: &[u8]) {
        self.secret.write(bytes);
        self.fast.write(bytes);
    }
}
