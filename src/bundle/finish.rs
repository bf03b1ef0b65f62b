//! Names the components that were taken from other documents, puts them in their sections, and writes the pointers.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::draft::{Draft, Target};
use super::kind::Section;
use super::name::{longer_names, name};
use super::value::{Entry, Value, object_at};
use crate::document::encode_segment;
use crate::openapi::Version;

/// The complete bundle.
pub(super) fn finish<'d>(mut draft: Draft<'d>, mut root: Value<'d>) -> Value<'d> {
    let mut taken: Vec<u32> = (0..draft.components.len() as u32)
        .filter(|number| draft.components[*number as usize].declared.is_none())
        .collect();
    // Names depend on places alone, so that an edit elsewhere renames nothing.
    taken.sort_by_cached_key(|number| {
        let component = &draft.components[*number as usize];
        (component.section, component.node.document().source().path().clone(), component.node.pointer())
    });
    let names = Names::give(&draft, &root, &taken);
    let pointers = Pointers { draft: &draft, names: &names };
    let texts: Vec<Cow<'d, str>> =
        draft.targets.iter().map(|(target, written)| pointers.text(*target, written)).collect();
    let mut added: Vec<(Section, String, Value<'d>)> = Vec::new();
    for number in taken.into_iter().filter(|number| names.is_kept(*number)) {
        let component = &mut draft.components[number as usize];
        let value = std::mem::replace(&mut component.value, Value::Null);
        added.push((component.section, names.of[number as usize].clone(), value));
    }
    added.sort_by(|one, two| (one.0, &one.1).cmp(&(two.0, &two.1)));
    for (section, name, value) in added {
        add(&mut root, section, draft.version, (Cow::Owned(name), value));
    }
    settle(&mut root, &texts);
    root
}

/// Adds a component to its section.
fn add<'d>(root: &mut Value<'d>, section: Section, version: Version, component: Entry<'d>) {
    let Value::Object(entries) = root else { return };
    let holder = if version == Version::V2_0 { Some(entries) } else { object_at(entries, "components") };
    if let Some(entries) = holder.and_then(|holder| object_at(holder, section.name(version))) {
        entries.push(component);
    }
}

/// Replaces pending pointers by their text.
fn settle<'d>(value: &mut Value<'d>, texts: &[Cow<'d, str>]) {
    match value {
        Value::Pending(number) => *value = Value::String(texts[*number as usize].clone()),
        Value::List(items) => items.iter_mut().for_each(|item| settle(item, texts)),
        Value::Object(entries) => entries.iter_mut().for_each(|(_, value)| settle(value, texts)),
        _ => {}
    }
}

/// The names of all components, and which stand for which.
struct Names {
    of: Vec<String>,
    /// The component that says the same, for copies.
    same: FxHashMap<u32, u32>,
}

/// Components that want the same name.
#[derive(Default)]
struct Rivals {
    /// The first ones, to compare with.
    numbers: Vec<u32>,
    /// How many names were numbered.
    count: u32,
}

/// With how many others of its name a component is compared: a definition with more copies is a trick.
const MAX_RIVALS: usize = 16;

impl Names {
    fn give(draft: &Draft<'_>, root: &Value<'_>, taken: &[u32]) -> Names {
        let mut names = Names { of: vec![String::new(); draft.components.len()], same: FxHashMap::default() };
        let mut used: FxHashSet<(Section, String)> = FxHashSet::default();
        let holder = match draft.version {
            Version::V2_0 => Some(root),
            _ => root.get("components"),
        };
        for section in Section::ALL {
            let entries = holder.and_then(|holder| holder.get(section.name(draft.version)));
            let known = entries.map(Value::entries).unwrap_or_default().iter();
            used.extend(known.map(|(name, _)| (section, name.to_string())));
        }
        for (number, component) in draft.components.iter().enumerate() {
            names.of[number] = component.declared.unwrap_or_default().to_owned();
        }
        let mut wishes: FxHashMap<(Section, String), Rivals> = FxHashMap::default();
        for number in taken {
            let component = &draft.components[*number as usize];
            let mut wish = name(component.node);
            if wish.is_empty() {
                component.section.word().clone_into(&mut wish);
            }
            let rivals = wishes.entry((component.section, wish.clone())).or_default();
            let same = rivals.numbers.iter().find(|rival| names.equal(draft, **rival, *number));
            if let Some(same) = same {
                names.same.insert(*number, *same);
                continue;
            }
            if rivals.numbers.len() < MAX_RIVALS {
                rivals.numbers.push(*number);
            }
            let free = |name: &String| !used.contains(&(component.section, name.clone()));
            let longer = longer_names(component.node);
            let numbered = std::iter::repeat_with(|| {
                rivals.count += 1;
                format!("{wish}-{}", rivals.count + 1)
            });
            let choice = std::iter::once(wish.clone()).chain(longer).chain(numbered).find(free);
            let choice = choice.unwrap_or(wish);
            used.insert((component.section, choice.clone()));
            names.of[*number as usize] = choice;
        }
        names
    }

    fn is_kept(&self, number: u32) -> bool {
        !self.same.contains_key(&number)
    }

    fn kept(&self, number: u32) -> u32 {
        self.same.get(&number).copied().unwrap_or(number)
    }

    /// Whether two components say the same, with references to the same things.
    fn equal(&self, draft: &Draft<'_>, one: u32, two: u32) -> bool {
        let (one, two) = (&draft.components[one as usize], &draft.components[two as usize]);
        self.same_value(draft, &one.value, &two.value)
    }

    fn same_value(&self, draft: &Draft<'_>, one: &Value<'_>, two: &Value<'_>) -> bool {
        match (one, two) {
            (Value::Pending(one), Value::Pending(two)) => {
                match (draft.targets[*one as usize].0, draft.targets[*two as usize].0) {
                    (Target::Component(one), Target::Component(two)) => self.kept(one) == self.kept(two),
                    (one, two) => one == two,
                }
            }
            (Value::List(one), Value::List(two)) => {
                one.len() == two.len()
                    && one.iter().zip(two).all(|(one, two)| self.same_value(draft, one, two))
            }
            (Value::Object(one), Value::Object(two)) => {
                one.len() == two.len()
                    && one
                        .iter()
                        .zip(two)
                        .all(|(one, two)| one.0 == two.0 && self.same_value(draft, &one.1, &two.1))
            }
            (one, two) => one == two,
        }
    }
}

struct Pointers<'n, 'd> {
    draft: &'n Draft<'d>,
    names: &'n Names,
}

impl<'d> Pointers<'_, 'd> {
    fn text(&self, target: Target, written: &'d str) -> Cow<'d, str> {
        match target {
            Target::Component(number) => Cow::Owned(self.component(number)),
            Target::Inlined(place) => match self.draft.inlined.get(&place) {
                Some(spot) => {
                    let start =
                        spot.component.map_or_else(|| "#".to_owned(), |number| self.component(number));
                    Cow::Owned(start + &spot.pointer)
                }
                None => Cow::Borrowed(written),
            },
        }
    }

    fn component(&self, number: u32) -> String {
        let number = self.names.kept(number) as usize;
        let mut pointer = self.draft.components[number].section.pointer(self.draft.version);
        pointer.push('/');
        encode_segment(&self.names.of[number], &mut pointer);
        pointer
    }
}
