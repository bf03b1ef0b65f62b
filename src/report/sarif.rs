//! SARIF 2.1.0 (OASIS standard of 27 March 2020): problems or changes with their rules, for viewers of scans.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::RuleInfo;
use super::entry::Entry;
use super::json::write_list;
use super::neutral;
use crate::document::Location;
use crate::problem::Severity;

/// Writes one run with `rules`, to which the ids are added that only entries have.
pub(super) fn write(entries: &[Entry<'_>], rules: &[RuleInfo<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut known: BTreeMap<&str, Value> = rules.iter().map(|rule| (rule.id, rule_json(rule))).collect();
    for entry in entries {
        known.entry(entry.id).or_insert_with(|| json!({ "id": entry.id }));
    }
    let indexes: BTreeMap<&str, usize> = known.keys().enumerate().map(|(index, id)| (*id, index)).collect();
    let driver = json!({
        "name": "preview",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": known.values().collect::<Vec<_>>(),
    });
    write!(
        out,
        "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{{\
         \"tool\":{{\"driver\":{}}},\"columnKind\":\"unicodeCodePoints\",\
         \"originalUriBaseIds\":{{\"ROOT\":{{\"description\":{{\"text\":\"The root of the repository\"}}}}}},\
         \"results\":",
        neutral::json(&driver.to_string())
    )?;
    write_list(entries.iter().map(|entry| result(entry, indexes[entry.id])), out)?;
    writeln!(out, "}}]}}")
}

fn rule_json(rule: &RuleInfo<'_>) -> Value {
    let mut json = json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "help": { "text": rule.why, "markdown": rule.why },
        "defaultConfiguration": { "level": level(rule.severity) },
    });
    // The address of a configuration may be anything; a viewer opens pages.
    let is_page =
        |page: &&str| url::Url::parse(page).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if let Some(page) = rule.page.filter(is_page) {
        json["helpUri"] = page.into();
    }
    json
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(entry: &Entry<'_>, index: usize) -> Value {
    let mut result = json!({
        "ruleId": entry.id,
        "ruleIndex": index,
        "level": level(entry.severity),
        "message": { "text": entry.message },
    });
    let place = entry.place.map(|place| location(place, None)).or_else(|| {
        let file = (!entry.file.is_empty()).then(|| artifact(&entry.file))?;
        Some(json!({ "physicalLocation": { "artifactLocation": file } }))
    });
    if let Some(place) = place {
        result["locations"] = json!([place]);
    }
    if !entry.related.is_empty() {
        let related = entry.related.iter().enumerate().map(|(id, (message, place))| {
            let mut related = location(place, Some(message));
            related["id"] = json!(id);
            related
        });
        result["relatedLocations"] = related.collect();
    }
    result["partialFingerprints"] = json!({ "preview/v1": entry.fingerprint });
    if let Some(new) = entry.new {
        result["baselineState"] = json!(if new { "new" } else { "unchanged" });
    }
    result["properties"] = json!({ "apis": entry.apis });
    result
}

fn location(place: &Location, message: Option<&str>) -> Value {
    let mut region = json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    });
    if place.end < place.start {
        region = json!({ "startLine": place.start.line, "startColumn": place.start.column });
    }
    let mut location = json!({
        "physicalLocation": { "artifactLocation": artifact(&place.file), "region": region },
    });
    if !place.pointer.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": place.pointer }]);
    }
    if let Some(message) = message {
        location["message"] = json!({ "text": message });
    }
    location
}

fn artifact(file: &str) -> Value {
    json!({ "uri": uri(file), "uriBaseId": "ROOT" })
}

/// A path as a relative reference of RFC 3986.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'/'
            | b'@'
            | b'+'
            | b',' => {
                uri.push(byte as char);
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
