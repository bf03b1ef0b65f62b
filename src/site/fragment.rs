//! Trees as markup and as Markdown, put together from fragments that are each written once: definitions repeat
//! themselves, so that most rows of a page stood on another page before. What a row says is a function of the row alone;
//! its anchor and what stands inside it are laid into its frame.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use minijinja::Value;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::code::{escape, value};
use super::frame::{Frame, Signs, Slot};
use super::template::{Macros, TemplateError, Templates};
use super::view::{Fold, Group, Row, Tree};

/// The most bytes of fragments that are kept.
const MAX_BYTES: usize = 48 << 20;
/// About what the markup of a row takes, in bytes.
const ROW_BYTES: usize = 384;
/// Parts of the store, so that threads seldom wait for each other; a power of two.
const PARTS: usize = 16;
/// How far the Markdown of what is inside a list item stands in.
const STEP: usize = 2;

/// The fragments that were written, by what they say.
#[derive(Debug)]
pub(super) struct Fragments {
    parts: [Mutex<FxHashMap<Key, Fragment>>; PARTS],
    bytes: AtomicUsize,
    secret: RandomState,
    signs: Signs,
}

/// The macros that write fragments, in markup and in Markdown. They are kept from page to page: to make them takes as
/// long as to write several rows.
pub(super) struct MacroPool<'t> {
    templates: &'t Templates,
    free: Mutex<Vec<[Macros<'t>; 2]>>,
}

impl<'t> MacroPool<'t> {
    /// A pool without any macros yet.
    pub(super) fn new(templates: &'t Templates) -> Self {
        MacroPool { templates, free: Mutex::default() }
    }

    fn free(&self) -> MutexGuard<'_, Vec<[Macros<'t>; 2]>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Result<[Macros<'t>; 2], TemplateError> {
        let free = self.free().pop();
        let made = || Ok([self.templates.macros("part/row.html")?, self.templates.macros("text/parts.md")?]);
        free.map_or_else(made, Ok)
    }

    /// Takes macros back. What they may do is counted for a page where it is bounded, so those are not used again.
    fn give_back(&self, macros: [Macros<'t>; 2]) {
        if !self.templates.are_bounded() {
            self.free().push(macros);
        }
    }
}

/// The hash of what a fragment says. It depends on a secret of this process, so that nobody can make two rows that are
/// taken for each other.
type Key = u64;

/// Collects what is to be hashed, as one piece takes less time to hash than many small ones.
#[derive(Default)]
struct Collected(SmallVec<[u8; 1024]>);

impl Hasher for Collected {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        rustc_hash::FxBuildHasher.hash_one(&self.0)
    }
}

/// What was written of a row, a fold or a list.
#[derive(Clone, Debug)]
struct Fragment {
    html: Arc<Frame>,
    text: Arc<str>,
}

impl Default for Fragments {
    fn default() -> Self {
        let secret = RandomState::new();
        Fragments {
            parts: std::array::from_fn(|_| Mutex::default()),
            bytes: AtomicUsize::new(0),
            signs: Signs::new(secret.hash_one("signs")),
            secret,
        }
    }
}

impl Fragments {
    /// What writes the trees of one page.
    pub(super) fn filler<'f, 't>(&'f self, pool: &'f MacroPool<'t>) -> Filler<'f, 't> {
        Filler { fragments: self, pool, macros: None, error: None }
    }

    /// What stands in a template for what belongs into its frame.
    pub(super) fn signs(&self) -> &Signs {
        &self.signs
    }

    fn key(&self, feed: impl FnOnce(&mut Collected)) -> Key {
        let mut collected = Collected::default();
        feed(&mut collected);
        self.secret.hash_one(&collected.0)
    }

    /// The key of one way to write a row; none for a row with a mark, which leads to the next mark of its page.
    fn key_of_row(&self, way: u8, row: &Row) -> Option<Key> {
        let feed = |state: &mut Collected| {
            way.hash(state);
            row.hash_fragment(state);
        };
        row.mark.is_none().then(|| self.key(feed))
    }

    /// A fragment of markup with signs in it, and of Markdown.
    fn framed(&self, html: &str, text: &str) -> Fragment {
        Fragment { html: Arc::new(self.signs.frame(html)), text: Arc::from(text) }
    }

    fn part(&self, key: Key) -> MutexGuard<'_, FxHashMap<Key, Fragment>> {
        let part = &self.parts[key as usize % PARTS];
        part.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, key: Key, fragment: &Fragment) {
        let bytes = fragment.html.len() + fragment.text.len() + size_of::<(Key, Fragment)>();
        if self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes <= MAX_BYTES {
            self.part(key).insert(key, fragment.clone());
        }
    }
}

/// Writes the trees of one page.
pub(super) struct Filler<'f, 't> {
    fragments: &'f Fragments,
    pool: &'f MacroPool<'t>,
    macros: Option<[Macros<'t>; 2]>,
    error: Option<TemplateError>,
}

/// A tree that is being written.
struct Written {
    html: String,
    text: String,
}

impl<'t> Filler<'_, 't> {
    /// Writes what a whole body or schema says of itself.
    pub(super) fn said(&mut self, row: &mut Row) {
        if self.error.is_none() {
            self.error = self.try_said(row).err();
        }
    }

    /// Writes a tree; of the tree itself nothing stays.
    pub(super) fn tree(&mut self, tree: &mut Tree) {
        if self.error.is_none() && !tree.is_empty() {
            self.error = self.try_tree(tree).err();
        }
    }

    /// The first fault of a template, if there was one.
    pub(super) fn finish(self) -> Result<(), TemplateError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        self.macros.into_iter().for_each(|macros| self.pool.give_back(macros));
        Ok(())
    }

    fn try_said(&mut self, row: &mut Row) -> Result<(), TemplateError> {
        let key = self.fragments.key_of_row(0, row);
        let fragment = self.fragment(key, |filler| {
            let html = filler.html("said", &[value(&*row)])?;
            Ok(Fragment { html: Arc::new(Frame::plain(html)), text: Arc::from("") })
        })?;
        row.said = Some(Value::from_safe_string(fragment.html.text().to_owned()));
        Ok(())
    }

    fn try_tree(&mut self, tree: &mut Tree) -> Result<(), TemplateError> {
        let mut taken = std::mem::take(tree);
        let rows = taken.rows.len();
        let mut out = Written {
            html: String::with_capacity(rows * ROW_BYTES + 512),
            text: String::with_capacity(rows * ROW_BYTES / 3 + 256),
        };
        self.write_tree(&mut taken, &mut out, 0)?;
        *tree = Tree {
            length: rows,
            html: Some(Value::from_safe_string(out.html)),
            text: Some(Value::from_safe_string(out.text)),
            ..Tree::default()
        };
        Ok(())
    }

    /// `depth` is how far the Markdown stands in.
    fn write_tree(&mut self, tree: &mut Tree, out: &mut Written, depth: usize) -> Result<(), TemplateError> {
        if !tree.bases.is_empty() {
            let bases = [value(&tree.bases)];
            out.add(&self.html("bases", &bases)?, &self.text("bases", &bases)?, depth);
        }
        if !tree.rows.is_empty() {
            let list = self.list()?;
            for piece in list.html.pieces() {
                match piece {
                    Slot::Text(text) => out.html.push_str(text),
                    Slot::Id => {}
                    Slot::Inside => {
                        tree.rows.iter_mut().try_for_each(|row| self.write_row(row, out, depth))?;
                    }
                }
            }
            out.html.push('\n');
        }
        if !tree.lines.is_empty() {
            let lines = [value(&tree.lines)];
            out.add(&self.html("lines", &lines)?, &self.text("lines", &lines)?, depth);
        }
        tree.groups.iter_mut().try_for_each(|group| self.write_group(group, out, depth))
    }

    fn write_row(&mut self, row: &mut Row, out: &mut Written, depth: usize) -> Result<(), TemplateError> {
        let key = self.fragments.key_of_row(1, row);
        let fragment = self.fragment(key, |filler| {
            let view = value(&*row);
            let signs = filler.signs();
            let html = filler.html("row", &[view.clone(), signs[0].clone(), signs[1].clone()])?;
            let text = filler.text("row_text", &[view])?;
            Ok(filler.fragments.framed(&html, &text))
        })?;
        out.add_text(&fragment.text, depth);
        for piece in fragment.html.pieces() {
            match piece {
                Slot::Text(text) => out.html.push_str(text),
                Slot::Id => escape(&row.id, &mut out.html),
                Slot::Inside => {
                    if let Some(fold) = &mut row.fold {
                        self.write_fold(fold, out, depth + STEP)?;
                    }
                    row.groups.iter_mut().try_for_each(|group| self.write_group(group, out, depth + STEP))?;
                }
            }
        }
        out.html.push('\n');
        Ok(())
    }

    fn write_fold(&mut self, fold: &mut Fold, out: &mut Written, depth: usize) -> Result<(), TemplateError> {
        let key = self.fragments.key(|state| (2_u8, &fold.label, fold.open, &fold.inside).hash(state));
        let fragment = self.fragment(Some(key), |filler| {
            let html = filler.html("fold", &[value(&*fold), filler.signs()[1].clone()])?;
            Ok(filler.fragments.framed(&html, ""))
        })?;
        for piece in fragment.html.pieces() {
            match piece {
                Slot::Text(text) => out.html.push_str(text),
                Slot::Id => {}
                Slot::Inside => self.write_tree(&mut fold.tree, out, depth)?,
            }
        }
        out.html.push('\n');
        Ok(())
    }

    fn write_group(
        &mut self,
        group: &mut Group,
        out: &mut Written,
        depth: usize,
    ) -> Result<(), TemplateError> {
        for alternative in &mut group.alternatives {
            self.try_said(&mut alternative.said)?;
            self.try_tree(&mut alternative.tree)?;
        }
        let view = [value(&*group)];
        out.add(&self.html("group", &view)?, &self.text("group", &view)?, depth);
        Ok(())
    }

    /// The frame of a list of rows.
    fn list(&mut self) -> Result<Fragment, TemplateError> {
        let key = self.fragments.key(|state| 3_u8.hash(state));
        self.fragment(Some(key), |filler| {
            let html = filler.html("rows", &[filler.signs()[1].clone()])?;
            Ok(filler.fragments.framed(&html, ""))
        })
    }

    /// The fragment of a key, written where it is not known yet or has no key.
    fn fragment(
        &mut self,
        key: Option<Key>,
        write: impl FnOnce(&mut Self) -> Result<Fragment, TemplateError>,
    ) -> Result<Fragment, TemplateError> {
        let known = key.and_then(|key| self.fragments.part(key).get(&key).cloned());
        match (known, key) {
            (Some(fragment), _) => Ok(fragment),
            (None, None) => write(self),
            (None, Some(key)) => {
                let fragment = write(self)?;
                self.fragments.keep(key, &fragment);
                Ok(fragment)
            }
        }
    }

    fn signs(&self) -> [Value; 2] {
        self.fragments.signs.values()
    }

    fn html(&mut self, name: &str, arguments: &[Value]) -> Result<String, TemplateError> {
        self.macros()?[0].call(name, arguments)
    }

    fn text(&mut self, name: &str, arguments: &[Value]) -> Result<String, TemplateError> {
        self.macros()?[1].call(name, arguments)
    }

    fn macros(&mut self) -> Result<&mut [Macros<'t>; 2], TemplateError> {
        let macros = match self.macros.take() {
            Some(macros) => macros,
            None => self.pool.take()?,
        };
        Ok(self.macros.insert(macros))
    }
}

impl Written {
    fn add(&mut self, html: &str, text: &str, depth: usize) {
        self.html.push_str(html);
        self.html.push('\n');
        self.add_text(text, depth);
    }

    /// Adds Markdown that stands in; empty lines do not.
    fn add_text(&mut self, text: &str, depth: usize) {
        for line in text.lines() {
            if !line.is_empty() {
                self.text.extend(std::iter::repeat_n(' ', depth));
                self.text.push_str(line);
            }
            self.text.push('\n');
        }
    }
}
