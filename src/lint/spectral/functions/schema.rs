//! `schema`: a value fits a JSON Schema. A value that is missing does not.

use std::sync::Arc;

use super::{Finding, Function, Options, Ready};
use crate::document::{Document, DocumentId, parse};
use crate::lint::json_schema::{Checker, Fault, Manner, Violation};
use crate::lint::spectral::run::Run;
use crate::lint::spectral::target::{Site, Target};
use crate::lint::spectral::value::Value;
use crate::lint::written;
use crate::openapi::Version;
use crate::source::Source;

/// The versions of JSON Schema.
const DIALECTS: [&str; 6] = ["auto", "draft4", "draft6", "draft7", "draft2019-09", "draft2020-12"];

#[derive(Debug)]
struct Schema {
    /// The schema as a document of its own, in which `#` is the schema.
    document: Document,
    /// The version of OpenAPI whose schemas are read in the same way.
    version: Version,
    all_errors: bool,
}

/// Makes the function; its options are `schema`, `dialect` and `allErrors`.
pub(super) fn make(options: &mut Options<'_>) -> Option<Ready> {
    options.known(&["schema", "dialect", "allErrors"]);
    let dialect = options.read("dialect", |node| written::word(node, &DIALECTS)).unwrap_or("auto");
    let all_errors = options.read("allErrors", written::flag).unwrap_or_default();
    let document = options.needed("schema", |node| {
        if !node.is_mapping() {
            return Err(written::wrong_kind(node, "a JSON Schema, an object"));
        }
        let text = crate::config::json(node).to_string();
        let parsed = parse(DocumentId(u32::MAX - 1), Source::new("schema.json", text));
        match parsed.errors.first() {
            None => Ok(parsed.document),
            Some(fault) => Err(written::error(node, format!("the schema can't be read: {}", fault.message))),
        }
    })?;
    let declared = document.root().str("$schema").unwrap_or_default();
    // Draft 4 has boolean limits, and no fields beside `$ref`.
    let is_draft4 = dialect == "draft4" || (dialect == "auto" && declared.contains("draft-04"));
    let version = if is_draft4 { Version::V3_0 } else { Version::V3_1 };
    Some(Arc::new(Schema { document, version, all_errors }))
}

impl Function for Schema {
    fn check<'d>(&'d self, target: &Target<'d>, run: &mut Run<'d>) -> Vec<Finding<'d>> {
        if matches!(target.value, Value::Undefined) {
            return vec![Finding::here(format!("{}must exist", target.subject()))];
        }
        let manner = Manner { direction: None, closed: false };
        let most = if self.all_errors { usize::MAX } else { 1 };
        let Some(node) = target.node() else {
            // A name, which is no value of the document.
            let text = target.value.shown();
            let name = parse(DocumentId(u32::MAX - 2), Source::new("name.json", text)).document;
            let mut checker = Checker::new(run.view.definition, self.version);
            let found = checker.check(self.document.root(), name.root(), manner);
            let words = found.iter().take(most).map(|violation| said(violation, &target.subject()));
            return words.map(Finding::here).collect();
        };
        let key = (std::ptr::from_ref(&self.document) as usize, self.version);
        let (definition, resolved, version) = (run.view.definition, run.view.resolved, self.version);
        let checker = run.checkers.entry(key.0).or_insert_with(|| {
            let checker = Checker::new(definition, version);
            if resolved { checker } else { checker.with_values_as_written() }
        });
        let found = checker.check(self.document.root(), node, manner);
        found
            .iter()
            .take(most)
            .map(|violation| {
                let is_key = matches!(violation.fault, Fault::Extra(_) | Fault::Name(_));
                let site = if is_key { Site::key(violation.at) } else { Site::value(violation.at) };
                let subject = match site.property() {
                    property if property.is_empty() => "The document ".to_owned(),
                    property => format!("\"{property}\" property "),
                };
                Finding::at(site, said(violation, &subject))
            })
            .collect()
    }
}

/// A violation in words that begin with what is wrong.
fn said(violation: &Violation<'_>, subject: &str) -> String {
    let schema = violation.schema;
    match violation.fault {
        Fault::Type => {
            let types = schema.get("type");
            let names: Vec<&str> = match types {
                Some(types) if types.is_sequence() => types.items().map(|item| item.text()).collect(),
                Some(one) => vec![one.text()],
                None => Vec::new(),
            };
            format!("{subject}type must be {}", names.join(" or "))
        }
        Fault::Missing(name) => format!("{subject}must have required property \"{name}\""),
        Fault::Extra(name) => format!("Property \"{name}\" is not expected to be here"),
        Fault::Enum => {
            let values = schema.get("enum").into_iter().flat_map(|values| values.items());
            let values: Vec<String> = values.map(|value| Value::of(value).to_text().into_owned()).collect();
            format!("{subject}must be equal to one of the allowed values: \"{}\"", values.join("\", \""))
        }
        Fault::Limit("pattern") => {
            format!("{subject}must match pattern \"{}\"", schema.str("pattern").unwrap_or_default())
        }
        Fault::Limit("format") => {
            format!("{subject}must match format \"{}\"", schema.str("format").unwrap_or_default())
        }
        Fault::Limit(keyword) if limit(keyword).is_some() => {
            let (words, unit) = limit(keyword).unwrap_or_default();
            let number = schema.get(keyword).map_or("", |node| node.text());
            format!("{subject}must {words} {number}{unit}")
        }
        _ => format!("{subject}does not fit: {}", violation.message()),
    }
}

/// How a limit is told: before and after its number.
fn limit(keyword: &str) -> Option<(&'static str, &'static str)> {
    Some(match keyword {
        "maxLength" => ("not have more than", " characters"),
        "minLength" => ("not have fewer than", " characters"),
        "maxItems" => ("not have more than", " items"),
        "minItems" => ("not have fewer than", " items"),
        "maxProperties" => ("not have more than", " properties"),
        "minProperties" => ("not have fewer than", " properties"),
        "maximum" => ("be <=", ""),
        "minimum" => ("be >=", ""),
        "exclusiveMaximum" => ("be <", ""),
        "exclusiveMinimum" => ("be >", ""),
        "multipleOf" => ("be multiple of", ""),
        _ => return None,
    })
}
