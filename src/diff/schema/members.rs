//! The schemas that the values of one place must match: mostly one.

use std::rc::Rc;

use crate::api::{Api, SchemaId};

/// Most schemas of one place.
const MOST: usize = 16;

/// One schema, or several that a value must all match because parts of `allOf` each declare the place for themselves.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Members {
    One(SchemaId),
    /// In the order of the parts, each once.
    Many(Rc<[SchemaId]>),
}

impl Members {
    /// What several parts say of one place; `None` where none says anything.
    pub(super) fn of(api: &Api<'_>, ids: impl IntoIterator<Item = SchemaId>) -> Option<Self> {
        let mut members: Option<Self> = None;
        for id in ids {
            match &mut members {
                Some(members) => members.push(api, id),
                None => members = Some(Members::One(id)),
            }
        }
        members
    }

    /// Adds one more.
    pub(super) fn push(&mut self, api: &Api<'_>, id: SchemaId) {
        let known = self.all();
        if known.len() < MOST && known.iter().all(|other| api.target(*other) != api.target(id)) {
            *self = Members::Many(known.iter().copied().chain([id]).collect());
        }
    }

    /// All, in order. Never empty.
    pub(super) fn all(&self) -> &[SchemaId] {
        match self {
            Members::One(id) => std::slice::from_ref(id),
            Members::Many(ids) => ids,
        }
    }

    /// The first.
    pub(super) fn first(&self) -> SchemaId {
        self.all()[0]
    }

    /// The only one.
    pub(super) fn only(&self) -> Option<SchemaId> {
        match self {
            Members::One(id) => Some(*id),
            Members::Many(_) => None,
        }
    }

    /// Whether there are several.
    pub(super) fn are_many(&self) -> bool {
        matches!(self, Members::Many(_))
    }

    /// The same with references followed.
    pub(super) fn targets(&self, api: &Api<'_>) -> Self {
        match self {
            Members::One(id) => Members::One(api.target(*id)),
            Members::Many(ids) => Members::Many(ids.iter().map(|id| api.target(*id)).collect()),
        }
    }
}

impl From<SchemaId> for Members {
    fn from(id: SchemaId) -> Self {
        Members::One(id)
    }
}
