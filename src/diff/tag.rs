//! The tags of the definition.

use super::collect::{Collector, Draft};
use super::equal::same_text;
use super::kind::operation as kinds;
use super::words::name_of;

pub(super) fn compare(collector: &mut Collector<'_, '_>) {
    let (base, head) = (collector.base, collector.head);
    for old in base.tags.iter().filter(|tag| tag.node.is_some()) {
        let Some(old_node) = old.node else { continue };
        let thing = format!("tag {}", name_of(old.name));
        match head.tags.iter().find(|tag| tag.name == old.name && tag.node.is_some()) {
            None => collector.add(None, Draft::new(&kinds::DOCUMENT_TAG_REMOVED, thing).removed(old_node)),
            Some(new) => {
                let Some(new_node) = new.node else { continue };
                let names = old.display_name == new.display_name;
                if !same_text(old.description, new.description) || !names {
                    let draft = Draft::new(&kinds::DOCUMENT_TAG_CHANGED, thing);
                    let draft = draft.texts(old.description, new.description);
                    collector.add(None, draft.field(old_node, new_node, "description"));
                }
            }
        }
    }
    for new in &head.tags {
        let known = base.tags.iter().any(|tag| tag.name == new.name && tag.node.is_some());
        if let Some(node) = new.node.filter(|_| !known) {
            let thing = format!("tag {}", name_of(new.name));
            collector.add(None, Draft::new(&kinds::DOCUMENT_TAG_ADDED, thing).added(node));
        }
    }
}
