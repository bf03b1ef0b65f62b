//! The one walk over a definition: every object that can be reached from the root, each once per kind, with the rules
//! that want its kind.
//!
//! The walk is a loop over a stack, so no depth of nesting and no chain of references can exhaust the thread's. A
//! schema that is reached by a reference is walked on its own, after the object that refers to it: recursion ends at
//! what was visited, and no schema has a whole graph for ancestors.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::context::{Context, Form, Reference, RuleId, Step, mapped};
use super::custom;
use super::own::OwnRule;
use super::rule::{Rule, Setup};
use super::ruleset::{ActiveRule, Ruleset};
use crate::definition::{Definition, ReferenceError, is_reference};
use crate::document::{DocumentId, Node, NodeKind, Place};
use crate::openapi::{Holds, Kind, Version};
use crate::problem::{Problem, Severity};

/// With more objects around it than this, what a reference leads to is walked on its own, whatever its kind.
const MAX_PATH: usize = 250;

/// Walks a definition and gives what the rules found, in no order.
pub(super) fn walk<'d>(ruleset: &'d Ruleset, definition: &'d Definition, version: Version) -> Vec<Problem> {
    let cx = Context::new(definition, version);
    let rules = Rules::new(ruleset, &cx);
    let mut walk = Walk {
        cx,
        rules,
        visited: Visited::default(),
        targets: FxHashMap::default(),
        stack: Vec::new(),
        later: VecDeque::new(),
    };
    walk.stack.push(Task::Visit { node: definition.root(), kind: Kind::Root, via: None });
    walk.run();
    walk.rules.each(Set::All, &mut walk.cx, |rule, cx| rule.finish(cx));
    walk.cx.found
}

/// One rule of one walk.
struct Running<'d> {
    id: RuleId<'d>,
    severity: Severity,
    rule: Box<dyn Rule<'d> + 'd>,
}

/// The rules of one walk, and which of them want what.
struct Rules<'d> {
    rules: Vec<Running<'d>>,
    enter: Vec<Vec<usize>>,
    leave: Vec<Vec<usize>>,
    reference: Vec<usize>,
    all: Vec<usize>,
}

/// A set of rules to be called.
#[derive(Clone, Copy)]
enum Set {
    Enter(Kind),
    Leave(Kind),
    Reference,
    All,
}

impl<'d> Rules<'d> {
    fn new(ruleset: &'d Ruleset, cx: &Context<'d>) -> Self {
        let kinds = Kind::ALL.len();
        let mut rules = Rules {
            rules: Vec::new(),
            enter: vec![Vec::new(); kinds],
            leave: vec![Vec::new(); kinds],
            reference: Vec::new(),
            all: Vec::new(),
        };
        for active in ruleset.active(cx.version) {
            rules.add(active, cx);
        }
        for own in ruleset.own().iter().filter(|own| own.versions.contains(&cx.version)) {
            rules.add_own(own, cx);
        }
        rules
    }

    fn add(&mut self, active: &ActiveRule, cx: &Context<'d>) {
        let number = self.rules.len();
        let setup = Setup { definition: cx.definition, version: cx.version, options: &active.options };
        let rule = (active.def.create)(&setup);
        self.rules.push(Running { id: RuleId::Known(active.def.id), severity: active.severity, rule });
        for kind in active.def.on {
            self.enter[*kind as usize].push(number);
        }
        for kind in active.def.leaves {
            self.leave[*kind as usize].push(number);
        }
        if active.def.references {
            self.reference.push(number);
        }
        self.all.push(number);
    }

    /// Adds a rule that the configuration defines.
    fn add_own(&mut self, own: &'d OwnRule, cx: &Context<'d>) {
        let number = self.rules.len();
        let rule = Box::new(custom::Running::new(&own.rule, cx));
        self.rules.push(Running { id: RuleId::Own(own.id()), severity: own.severity, rule });
        for kind in custom::Running::kinds(&own.rule) {
            self.enter[kind as usize].push(number);
        }
        self.reference.push(number);
    }

    fn each(&mut self, set: Set, cx: &mut Context<'d>, call: impl Fn(&mut dyn Rule<'d>, &mut Context<'d>)) {
        let wanted = match set {
            Set::Enter(kind) => &self.enter[kind as usize],
            Set::Leave(kind) => &self.leave[kind as usize],
            Set::Reference => &self.reference,
            Set::All => &self.all,
        };
        for number in wanted {
            let running = &mut self.rules[*number];
            cx.rule = running.id;
            cx.severity = running.severity;
            call(running.rule.as_mut(), cx);
        }
    }
}

/// What was visited, as which kind. Nearly every node has one kind: those are an array, the rest a set.
#[derive(Default)]
struct Visited {
    first: FxHashMap<DocumentId, Vec<u8>>,
    more: FxHashSet<(Place, Kind)>,
}

impl Visited {
    /// Whether this is the first visit.
    fn add(&mut self, node: Node<'_>, kind: Kind) -> bool {
        let place = node.place();
        let slots = self.first.entry(place.document).or_insert_with(|| vec![0; node.document().node_count()]);
        let number = kind as u8 + 1;
        match slots.get_mut(place.node as usize) {
            Some(slot) if *slot == 0 => {
                *slot = number;
                true
            }
            Some(slot) if *slot == number => false,
            _ => self.more.insert((place, kind)),
        }
    }
}

enum Task<'d> {
    Visit { node: Node<'d>, kind: Kind, via: Option<Node<'d>> },
    Leave,
}

struct Walk<'d> {
    cx: Context<'d>,
    rules: Rules<'d>,
    visited: Visited,
    /// Where references lead, by document and text.
    targets: FxHashMap<(DocumentId, &'d str), Node<'d>>,
    stack: Vec<Task<'d>>,
    /// Targets of references that are walked on their own.
    later: VecDeque<(Node<'d>, Kind, Node<'d>)>,
}

impl<'d> Walk<'d> {
    fn run(&mut self) {
        loop {
            match self.stack.pop() {
                Some(Task::Visit { node, kind, via }) => self.visit(node, kind, via),
                Some(Task::Leave) => self.leave(),
                None => match self.later.pop_front() {
                    Some((node, kind, via)) => self.visit(node, kind, Some(via)),
                    None => return,
                },
            }
        }
    }

    fn leave(&mut self) {
        let step = self.cx.step();
        self.rules.each(Set::Leave(step.kind), &mut self.cx, |rule, cx| rule.leave(step.node, cx));
        self.cx.path.pop();
    }

    fn visit(&mut self, node: Node<'d>, kind: Kind, via: Option<Node<'d>>) {
        if !self.visited.add(node, kind) {
            return;
        }
        if is_reference(node) {
            self.refer(node, kind, via);
        } else {
            self.enter(node, kind, via);
        }
    }

    /// A reference where an object belongs: what it leads to is visited as that kind. Fields beside it count where
    /// the specification says so: in schemas from 3.1 on, and in path items.
    fn refer(&mut self, node: Node<'d>, kind: Kind, via: Option<Node<'d>>) {
        let target = self.reference(node, Some(kind));
        let siblings = node.len() > 1
            && (kind == Kind::PathItem || (kind == Kind::Schema && self.cx.version.has_json_schema()));
        if siblings {
            self.enter(node, kind, via);
        }
        let Some(target) = target else { return };
        let via = via.unwrap_or(node);
        if kind == Kind::Schema || self.cx.path.len() > MAX_PATH {
            self.later.push_back((target, kind, via));
        } else if siblings {
            // Under the Leave of the fields beside it, so that both have the same ancestors.
            let at = self.stack.iter().rposition(|task| matches!(task, Task::Leave)).unwrap_or(0);
            self.stack.insert(at, Task::Visit { node: target, kind, via: Some(via) });
        } else {
            self.stack.push(Task::Visit { node: target, kind, via: Some(via) });
        }
    }

    /// Tells the rules of a reference and gives its target.
    fn reference(&mut self, node: Node<'d>, kind: Option<Kind>) -> Option<Node<'d>> {
        let definition = self.cx.definition;
        let text = node.str("$ref")?;
        let mut target = self.resolve(node, text);
        // Only a chain of references can be a circle.
        if let Ok(next) = target
            && is_reference(next)
            && let Err(circular @ ReferenceError::Circular { .. }) = definition.follow(node)
        {
            target = Err(circular);
        }
        self.tell(&Reference { node, form: Form::Ref, kind, target: target.clone() });
        target.ok()
    }

    /// The target of a reference. One within the same document is resolved once, however often it is written.
    fn resolve(&mut self, node: Node<'d>, text: &'d str) -> Result<Node<'d>, ReferenceError> {
        if !text.starts_with('#') {
            return self.cx.definition.resolve(node, text);
        }
        let key = (node.document().id(), text);
        if let Some(known) = self.targets.get(&key) {
            return Ok(*known);
        }
        let target = self.cx.definition.resolve(node, text)?;
        self.targets.insert(key, target);
        Ok(target)
    }

    fn tell(&mut self, reference: &Reference<'d>) {
        self.rules.each(Set::Reference, &mut self.cx, |rule, cx| rule.reference(reference, cx));
    }

    fn enter(&mut self, node: Node<'d>, kind: Kind, via: Option<Node<'d>>) {
        self.cx.path.push(Step { node, kind, via });
        let table = self.cx.tables.of(kind);
        let shape = &table.shape;
        let fits = match node.kind() {
            NodeKind::Sequence => shape.items.is_some(),
            NodeKind::Mapping => shape.items.is_none(),
            NodeKind::Boolean => shape.boolean,
            _ => false,
        };
        if !fits {
            self.rules.each(Set::Enter(kind), &mut self.cx, |rule, cx| rule.unfit(node, cx));
            self.cx.path.pop();
            return;
        }
        self.cx.holds.clear();
        self.cx.holds.extend(node.entries().map(|entry| table.holds(entry.name())));
        self.rules.each(Set::Enter(kind), &mut self.cx, |rule, cx| rule.enter(node, cx));
        self.stack.push(Task::Leave);
        let start = self.stack.len();
        match shape.items {
            Some(items) => {
                self.stack.extend(node.items().map(|node| Task::Visit { node, kind: items, via: None }));
            }
            None => self.fields(node, kind),
        }
        self.stack[start..].reverse();
    }

    /// Pushes what an object holds, in the order of the document.
    fn fields(&mut self, node: Node<'d>, kind: Kind) {
        let mapping = kind == Kind::DiscriminatorMapping;
        for (number, entry) in node.entries().enumerate() {
            let Some(holds) = self.cx.holds(number) else { continue };
            let value = entry.value;
            match holds {
                Holds::Anything => {}
                Holds::BooleanOr(_) if value.kind() == NodeKind::Boolean => {}
                Holds::ObjectOrList(kind) if value.is_sequence() => {
                    self.stack.extend(value.items().map(|node| Task::Visit { node, kind, via: None }));
                }
                _ => match holds.kind() {
                    Some(kind) => self.stack.push(Task::Visit { node: value, kind, via: None }),
                    None if is_reference(value) => {
                        self.reference(value, None);
                    }
                    None if value.as_str().is_none() => {}
                    None if mapping || (kind == Kind::Discriminator && entry.name() == "defaultMapping") => {
                        self.map(value);
                    }
                    None => {}
                },
            }
        }
    }

    /// A string that names a schema: of a discriminator's mapping.
    fn map(&mut self, node: Node<'d>) {
        let target = mapped(self.cx.definition, self.cx.version, node);
        self.tell(&Reference { node, form: Form::Mapping, kind: Some(Kind::Schema), target: target.clone() });
        if let Ok(target) = target {
            self.later.push_back((target, Kind::Schema, node));
        }
    }
}
