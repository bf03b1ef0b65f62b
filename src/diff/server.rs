//! Servers, of the API or of one operation.

use super::collect::{Collector, Draft, Scope};
use super::equal::same_text;
use super::kind::operation as kinds;
use super::words::name_of;
use crate::api::Server;
use crate::document::Node;

pub(super) fn compare<'a>(
    collector: &mut Collector<'a, '_>,
    scope: Option<&Scope>,
    (base_node, head_node): (Node<'a>, Node<'a>),
    (base, head): (&[Server<'a>], &[Server<'a>]),
) {
    let thing = |server: &Server<'_>| format!("server {}", name_of(&server.url));
    let url = |server: &Server<'_>| server.url.trim_end_matches('/').to_owned();
    for old in base {
        match head.iter().find(|new| url(new) == url(old)) {
            Some(new) => {
                if !same_text(old.description, new.description) || variables(old) != variables(new) {
                    let draft = Draft::new(&kinds::SERVER_CHANGED, thing(new)).between(old.node, new.node);
                    collector.add(scope, draft.texts(old.description, new.description));
                }
            }
            None => {
                let mut draft = Draft::new(&kinds::SERVER_REMOVED, thing(old)).removed(old.node);
                draft.head = Some(super::collect::Spot::field(head_node, "servers"));
                collector.add(scope, draft);
            }
        }
    }
    for new in head.iter().filter(|new| !base.iter().any(|old| url(old) == url(new))) {
        let mut draft = Draft::new(&kinds::SERVER_ADDED, thing(new)).added(new.node);
        draft.base = Some(super::collect::Spot::field(base_node, "servers"));
        collector.add(scope, draft);
    }
}

fn variables(server: &Server<'_>) -> String {
    let mut variables: Vec<_> = server
        .variables
        .iter()
        .map(|one| format!("{}={}[{}]", one.name, one.default.unwrap_or_default(), one.allowed.join(",")))
        .collect();
    variables.sort();
    variables.join(";")
}
