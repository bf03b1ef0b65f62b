//! `unreferencedReusableObject`: each entry of an object is used by some reference.

use std::sync::Arc;

use super::{Finding, Function, Options, Ready};
use crate::lint::spectral::run::Run;
use crate::lint::spectral::target::{Site, Target};
use crate::lint::written;

#[derive(Debug)]
struct Unreferenced;

/// Makes the function; its option `reusableObjectsLocation` says where the object stands, which is seen here anyway.
pub(super) fn make(options: &mut Options<'_>) -> Option<Ready> {
    options.known(&["reusableObjectsLocation"]);
    options.needed("reusableObjectsLocation", |node| {
        let text = node.as_str().filter(|text| text.starts_with('#'));
        text.map(str::to_owned)
            .ok_or_else(|| written::wrong_kind(node, "a pointer like `#/components/schemas`"))
    })?;
    Some(Arc::new(Unreferenced))
}

impl Function for Unreferenced {
    fn check<'d>(&'d self, target: &Target<'d>, run: &mut Run<'d>) -> Vec<Finding<'d>> {
        let Some(object) = target.value.object() else { return Vec::new() };
        let referenced = run.referenced();
        let orphans = object.entries().filter(|entry| !referenced.contains(&entry.value.place()));
        let message = "Potential orphaned reusable object has been detected";
        orphans.map(|entry| Finding::at(Site::key(entry.value), message)).collect()
    }
}
