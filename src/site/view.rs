//! What templates see of rows and trees: one shape for parameters, headers, properties and parts. Each field has its
//! words already; a template only lays them out.

use std::hash::{Hash, Hasher};

use minijinja::Value;
use serde::Serialize;

use super::code::{Code, CodeView, Html};
use super::rewrite::Rewrite;

/// A word, perhaps with an address.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Linked {
    /// The text.
    pub(super) text: String,
    /// Where it leads.
    pub(super) href: Option<String>,
}

impl Linked {
    /// A text that leads nowhere.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Linked { text: text.into(), href: None }
    }

    /// A text that leads somewhere, where that is known.
    pub(super) fn to(text: impl Into<String>, href: Option<String>) -> Self {
        Linked { text: text.into(), href }
    }
}

/// A chip: a word in a box.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Chip {
    /// The word.
    pub(super) word: String,
    /// Classes besides `chip`; empty for a quiet one.
    pub(super) class: String,
    /// Whether it stands before what it is about.
    pub(super) before: bool,
}

impl Chip {
    /// A quiet chip.
    pub(super) fn quiet(word: impl Into<String>) -> Self {
        Chip { word: word.into(), class: String::new(), before: false }
    }

    /// A chip in a colour.
    pub(super) fn on(word: impl Into<String>, class: &str) -> Self {
        Chip { word: word.into(), class: format!("on {class}"), before: false }
    }
}

/// What a value may be: a few words, perhaps with code behind them.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Fact {
    /// The words.
    pub(super) word: String,
    /// The code after them.
    pub(super) code: Option<String>,
    /// Where the code leads.
    pub(super) href: Option<String>,
}

impl Fact {
    /// Words alone.
    pub(super) fn words(word: impl Into<String>) -> Self {
        Fact { word: word.into(), code: None, href: None }
    }

    /// Words and code.
    pub(super) fn code(word: impl Into<String>, code: impl Into<String>) -> Self {
        Fact { word: word.into(), code: Some(code.into()), href: None }
    }
}

/// What a list of allowed values gained and lost.
#[derive(Debug, Default, Clone, Hash, Serialize)]
pub(super) struct EditedValues {
    /// Values that only the head has.
    pub(super) came: Vec<String>,
    /// Values that only the base has.
    pub(super) went: Vec<String>,
}

/// A value with what it means.
#[derive(Debug, Default, Clone, Hash, Serialize)]
pub(super) struct Meaning {
    /// The value.
    pub(super) value: String,
    /// What it means.
    pub(super) text: String,
    /// The same as markup.
    pub(super) html: Html,
    /// Where the meaning leads.
    pub(super) href: Option<String>,
}

impl Meaning {
    /// A value that chooses something with a name.
    pub(super) fn named(value: &str, name: &str, href: Option<String>) -> Self {
        let mut html = String::new();
        super::code::escape_text(name, &mut html);
        Meaning { value: value.to_owned(), text: name.to_owned(), html: Html(html), href }
    }
}

/// A problem in its place.
#[derive(Debug, Clone, Hash, Serialize)]
pub(super) struct Note {
    /// `error`, `warning` or `info`.
    pub(super) class: &'static str,
    /// The severity in words.
    pub(super) word: String,
    /// The message.
    pub(super) message: Html,
    /// The rule's id.
    pub(super) rule: String,
    /// Its entry on the problems page.
    pub(super) href: String,
    /// `file:line`.
    pub(super) place: String,
    /// The file in the repository.
    pub(super) source: Option<String>,
    /// Whether the base does not have it.
    pub(super) new: bool,
}

/// A change in its place.
#[derive(Debug, Clone, Hash, Serialize)]
pub(super) struct RowChange {
    /// `breaking`, `risky` or `compatible`.
    pub(super) class: &'static str,
    /// The impact in words.
    pub(super) word: String,
    /// The message.
    pub(super) message: Html,
    /// Before and after, where the message does not say it.
    pub(super) rewrite: Option<Rewrite>,
    /// `accepted by Ada`.
    pub(super) accepted: Option<String>,
}

/// The mark of a changed row.
#[derive(Debug, Default, Clone, Hash, Serialize)]
pub(super) struct Mark {
    /// `added`, `changed`, `removed` or `breaking`.
    pub(super) class: &'static str,
    /// `2 of 4, next`.
    pub(super) hop: Option<Linked>,
    /// What changed, in words, where the row itself does not say it.
    pub(super) changes: Vec<RowChange>,
    /// The changes by number, to find the hop when the page is whole.
    #[serde(skip)]
    pub(super) indices: Vec<usize>,
}

/// An example.
#[derive(Debug, Clone, Hash, Serialize)]
pub(super) struct ExampleView {
    /// Its summary, or its name.
    pub(super) label: String,
    /// Its name, where the label is a summary.
    pub(super) name: Option<String>,
    /// Its description.
    pub(super) prose: Option<Value>,
    /// The value; empty when it is kept elsewhere.
    pub(super) code: CodeView,
    /// Where it is kept when it is not here.
    pub(super) external: Option<String>,
}

impl ExampleView {
    /// A code with a label and nothing else.
    pub(super) fn of(label: impl Into<String>, code: &Code) -> Self {
        ExampleView {
            label: label.into(),
            name: None,
            prose: None,
            code: CodeView::from(code),
            external: None,
        }
    }
}

/// An extension that has no meaning here.
#[derive(Debug, Clone, Hash, Serialize)]
pub(super) struct ExtensionView {
    /// Its name.
    pub(super) name: String,
    /// Its value.
    pub(super) code: CodeView,
}

/// One row.
#[derive(Debug, Default, Clone, Serialize)]
pub(super) struct Row {
    /// The anchor.
    pub(super) id: String,
    /// The name.
    pub(super) name: String,
    /// Whether the name is struck through: deprecated or removed.
    pub(super) struck: bool,
    /// Whether only the base has it.
    pub(super) removed: bool,
    /// The type.
    pub(super) types: Vec<Linked>,
    /// The type in the base, where it differs.
    pub(super) was: Option<Vec<Linked>>,
    /// Whether it must be there.
    pub(super) required: bool,
    /// Chips beside the name.
    pub(super) chips: Vec<Chip>,
    /// The title, where it says more than the name.
    pub(super) title: Option<String>,
    /// The description.
    pub(super) prose: Option<Value>,
    /// What else describes it: the named schema behind a reference with a description of its own, members of `allOf`.
    pub(super) target_prose: Option<Value>,
    /// What the value may be.
    pub(super) facts: Vec<Fact>,
    /// A pattern that is too long for a line.
    pub(super) pattern: Option<String>,
    /// Allowed values.
    pub(super) values: Vec<String>,
    /// Allowed values behind a fold.
    pub(super) more_values: Vec<String>,
    /// Allowed values with their meanings.
    pub(super) meanings: Vec<Meaning>,
    /// Which of them are new, and which the base had besides.
    pub(super) edited: Option<Box<EditedValues>>,
    /// Examples that are too long for a fact.
    pub(super) examples: Vec<ExampleView>,
    /// Problems.
    pub(super) notes: Vec<Note>,
    /// The change.
    pub(super) mark: Option<Mark>,
    /// More to read.
    pub(super) docs: Option<Linked>,
    /// Unknown extensions.
    pub(super) extensions: Vec<ExtensionView>,
    /// A named schema that is written out elsewhere.
    pub(super) see: Option<Linked>,
    /// What is inside, behind a fold.
    #[serde(skip)]
    pub(super) fold: Option<Box<Fold>>,
    /// Alternatives and conditions.
    #[serde(skip)]
    pub(super) groups: Vec<Group>,
    /// The markup of what it says, of a row without a name. It comes last, when all else is known (`fragment`).
    pub(super) said: Option<Value>,
}

impl Row {
    /// Feeds everything that its markup is a function of to a hasher: all but what stands inside it and its anchor.
    pub(super) fn hash_fragment(&self, state: &mut impl Hasher) {
        (&self.name, self.struck, self.removed, &self.types, &self.was, self.required).hash(state);
        hash_prose(self.prose.as_ref(), state);
        hash_prose(self.target_prose.as_ref(), state);
        (&self.chips, &self.title, &self.facts, &self.pattern).hash(state);
        (&self.values, &self.more_values, &self.meanings, &self.edited, &self.examples).hash(state);
        (&self.notes, &self.mark, &self.docs, &self.extensions, &self.see).hash(state);
    }
}

/// Feeds the text of Markdown to a hasher: its markup says the same.
fn hash_prose(prose: Option<&Value>, state: &mut impl Hasher) {
    let text = prose.and_then(|prose| prose.get_attr("text").ok());
    text.as_ref().and_then(Value::as_str).hash(state);
}

/// The rows inside a row.
#[derive(Debug, Default, Clone, Serialize)]
pub(super) struct Fold {
    /// `4 properties of Traveller`.
    pub(super) label: String,
    /// Whether it starts open.
    pub(super) open: bool,
    /// `2 changes inside`.
    pub(super) inside: Option<Inside>,
    /// The rows.
    #[serde(skip)]
    pub(super) tree: Tree,
}

/// How many changes a fold hides.
#[derive(Debug, Default, Clone, Hash, Serialize)]
pub(super) struct Inside {
    /// `2 changes inside`.
    pub(super) text: String,
    /// The strongest one's class.
    pub(super) class: &'static str,
}

/// Rows with what belongs to them together. When all is known it is written (`fragment`), and templates see no more
/// than that.
#[derive(Debug, Default, Clone, Serialize)]
pub(super) struct Tree {
    /// Bases that are merged in.
    #[serde(skip)]
    pub(super) bases: Vec<Linked>,
    /// The rows.
    #[serde(skip)]
    pub(super) rows: Vec<Row>,
    /// Alternatives and conditions.
    #[serde(skip)]
    pub(super) groups: Vec<Group>,
    /// Sentences: `no other properties`, `2 read-only properties are not shown here`.
    #[serde(skip)]
    pub(super) lines: Vec<Linked>,
    /// How many rows were written, those inside others left out.
    pub(super) length: usize,
    /// The markup of all of it.
    pub(super) html: Option<Value>,
    /// The same in Markdown, for the page's twin.
    pub(super) text: Option<Value>,
}

impl Tree {
    /// A list of rows and nothing else.
    pub(super) fn of(rows: Vec<Row>) -> Self {
        Tree { rows, ..Tree::default() }
    }

    /// Whether there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.groups.is_empty() && self.lines.is_empty() && self.bases.is_empty()
    }
}

/// Alternatives, or a condition with its branches.
#[derive(Debug, Default, Clone, Serialize)]
pub(super) struct Group {
    /// `Exactly one of`.
    pub(super) label: String,
    /// The property that tells the alternatives apart.
    pub(super) by: Option<String>,
    /// The name that makes the alternatives exclude each other; empty when they do not.
    pub(super) name: String,
    /// The alternatives.
    pub(super) alternatives: Vec<Alternative>,
}

/// One alternative.
#[derive(Debug, Default, Clone, Serialize)]
pub(super) struct Alternative {
    /// The anchor.
    pub(super) id: String,
    /// The values of the discriminator that select it.
    pub(super) values: Vec<String>,
    /// What it is.
    pub(super) types: Vec<Linked>,
    /// One line about it.
    pub(super) summary: String,
    /// What it says about itself.
    pub(super) said: Row,
    /// Whether it starts open.
    pub(super) open: bool,
    /// `2 changes inside`.
    pub(super) inside: Option<Inside>,
    /// A named schema that is written out elsewhere.
    pub(super) see: Option<Linked>,
    /// Its rows.
    pub(super) tree: Tree,
    /// Whether only the base has it.
    pub(super) removed: bool,
    /// Changes of the alternative itself.
    pub(super) mark: Option<Mark>,
    /// Whether it is a line and no fold: there is next to nothing to unfold.
    pub(super) flat: bool,
}

/// Calls back with every mark of a tree, in the order of the page.
pub(super) fn each_mark(tree: &mut Tree, found: &mut dyn FnMut(&mut Mark)) {
    for row in &mut tree.rows {
        each_mark_of_row(row, found);
    }
    each_mark_of_groups(&mut tree.groups, found);
}

/// Calls back with every mark of a row, in the order of the page.
pub(super) fn each_mark_of_row(row: &mut Row, found: &mut dyn FnMut(&mut Mark)) {
    if let Some(mark) = &mut row.mark {
        found(mark);
    }
    if let Some(fold) = &mut row.fold {
        each_mark(&mut fold.tree, found);
    }
    each_mark_of_groups(&mut row.groups, found);
}

fn each_mark_of_groups(groups: &mut [Group], found: &mut dyn FnMut(&mut Mark)) {
    for alternative in groups.iter_mut().flat_map(|group| &mut group.alternatives) {
        if let Some(mark) = &mut alternative.mark {
            found(mark);
        }
        each_mark(&mut alternative.tree, found);
    }
}
