//! Ignore files of both forms, `x-lint-ignore`, and the text that is written.

use super::*;
use crate::definition::{Store, load};
use crate::document::{DocumentId, parse};
use crate::lint::{Preset, Ruleset, lint};
use crate::openapi::detect;
use crate::source::{Memory, Source};

const DEFINITION: &str = "openapi: 3.1.0
info: {title: Museum, version: 1.0.0, description: Tickets.}
paths:
  /hours/:
    get: {operationId: a, summary: A, security: [], responses: {'200': {description: OK}}}
  /tickets/{id}/:
    x-lint-ignore: [operation-4xx-response, path-params]
    parameters: [{name: id, in: path, schema: {type: string}}]
    get: {operationId: b, summary: B, security: [], responses: {'200': {description: OK}}}
";

fn list(path: &str, text: &str) -> IgnoreList {
    let parsed = parse(DocumentId(9), Source::new(path, text.to_owned()));
    IgnoreList::read(&parsed.document).unwrap()
}

fn apply(list: &IgnoreList) -> (Vec<String>, usize) {
    apply_to(DEFINITION, list)
}

fn apply_to(text: &str, list: &IgnoreList) -> (Vec<String>, usize) {
    let mut memory = Memory::default();
    memory.insert("api/openapi.yaml", text);
    let store = Store::new(Box::new(memory));
    let (definition, mut found) = load(&store, "api/openapi.yaml").unwrap();
    let version = detect(definition.root()).unwrap();
    found.extend(lint(&Ruleset::preset(Preset::Recommended), &definition, version));
    let kept = list.apply(&definition, found, IgnoreSide::Head);
    let words = kept.problems.iter().map(|problem| format!("{} {}", problem.rule, problem.location.pointer));
    (words.collect(), kept.ignored.len())
}

#[test]
fn inline_entries_cover_what_is_within() {
    let (kept, ignored) = apply(&IgnoreList::default());
    assert_eq!(ignored, 2, "{kept:?}");
    let responses = kept.iter().filter(|problem| problem.starts_with("operation-4xx-response"));
    assert_eq!(responses.count(), 1);
    assert!(!kept.iter().any(|problem| problem.starts_with("path-params") || problem.starts_with("unused")));
}

#[test]
fn keys_that_stand_twice_can_not_be_ignored() {
    let list = list(".preview-ignore.yaml", "- {rule: no-duplicate-keys, pointer: '#/info'}\n");
    let (kept, ignored) = apply_to(&format!("{DEFINITION}info: {{title: B, version: 1.0.0}}\n"), &list);
    assert!(kept.contains(&"no-duplicate-keys #/info".to_owned()), "{kept:?}");
    assert_eq!(ignored, 2);
}

#[test]
fn entries_cover_by_pattern_and_say_when_they_do_not() {
    let text = "
- {rule: no-path-trailing-slash, file: api/*.yaml, pointer: '#/paths/**', reason: the gateway adds it}
- {rule: 'info-*', file: api/openapi.yaml}
- {rule: oas3-api-servers, file: api/openapi.yaml}
- {rule: struct, file: api/openapi.yaml, pointer: '#/paths'}
- {rule: struct, file: other.yaml}
";
    let list = list(".preview-ignore.yaml", text);
    let (kept, ignored) = apply(&list);
    assert_eq!(kept, ["operation-4xx-response #/paths/~1hours~1/get/responses"]);
    assert_eq!(ignored, 6);
    let unused: Vec<u32> = list
        .unused(["api/openapi.yaml"], Linted::All, IgnoreSide::Head)
        .iter()
        .map(|problem| problem.location.start.line)
        .collect();
    assert_eq!(unused, [5]);
}

#[test]
fn files_of_redocly_are_understood() {
    let text = "
openapi.yaml:
  no-empty-servers: ['#/openapi']
  no-path-trailing-slash: ['#/paths/~1hours~1', '#/paths/~1tickets~1{id}~1']
  info-license: ['#/info/license']
";
    let list = list("api/.redocly.lint-ignore.yaml", text);
    let (kept, _) = apply(&list);
    assert_eq!(kept, ["operation-4xx-response #/paths/~1hours~1/get/responses"]);
    assert!(list.unused(["api/openapi.yaml"], Linted::All, IgnoreSide::Head).is_empty());
}

#[test]
fn what_is_written_covers_everything_and_keeps_the_rest() {
    let mut memory = Memory::default();
    memory.insert("api/openapi.yaml", DEFINITION);
    let store = Store::new(Box::new(memory));
    let (definition, _) = load(&store, "api/openapi.yaml").unwrap();
    let found = lint(&Ruleset::preset(Preset::Recommended), &definition, detect(definition.root()).unwrap());
    for folder in ["", "api/", "other/deep/"] {
        let path = format!("{folder}.preview-ignore.yaml");
        let existing = "# ours\n- {rule: x, reason: why}";
        let written = write_ignore(&path, existing, &found);
        let text = written.text;
        assert_eq!((written.added, written.left), (found.len(), 0));
        assert!(text.starts_with("# ours\n- {rule: x, reason: why}\n- rule: "), "{text}");
        let list = list(&path, &text);
        // The two inline entries have nothing left to do: each is asked all the same.
        assert_eq!(list.apply(&definition, found.clone(), IgnoreSide::Head).problems, [], "{folder}");
        assert_eq!(write_ignore(&path, &text, &[]).text, text);
    }
    assert!(write_ignore("i.yaml", "[]\n", &found).text.starts_with("- rule: "));
}

#[test]
fn files_of_redocly_keep_their_form() {
    let mut memory = Memory::default();
    memory.insert("api/openapi.yaml", DEFINITION);
    let store = Store::new(Box::new(memory));
    let (definition, _) = load(&store, "api/openapi.yaml").unwrap();
    let found = lint(&Ruleset::preset(Preset::Recommended), &definition, detect(definition.root()).unwrap());
    let path = ".redocly.lint-ignore.yaml";
    let existing = "# ours\n# two lines\nother.yaml:\n  no-server-example.com:\n    - '#/servers/0'\napi/openapi.yaml:\n  \
                    struct:\n    - '#/it''s'\n";
    let text = write_ignore(path, existing, &found).text;
    assert!(text.starts_with(&existing[..existing.len() - 1]), "{text}");
    let read = list(path, &text);
    assert_eq!(read.apply(&definition, found.clone(), IgnoreSide::Head).problems, []);
    assert_eq!(write_ignore(path, &text, &[]).text, text);
    let fresh = write_ignore(path, "", &found).text;
    assert!(fresh.contains("\napi/openapi.yaml:\n  info-license:\n    - '#/info'\n"), "{fresh}");
    assert_eq!(list(path, &fresh).apply(&definition, found, IgnoreSide::Head).problems, []);
}

#[test]
fn what_can_not_be_known_is_not_called_unused() {
    let entries =
        list(".preview-ignore.yaml", "- {rule: struct}\n- {rule: struct, file: api/openapi.yaml}\n");
    let lines = |linted, side| {
        let unused = entries.unused(["api/openapi.yaml"], linted, side);
        unused.iter().map(|problem| problem.location.start.line).collect::<Vec<_>>()
    };
    assert_eq!(lines(Linted::All, IgnoreSide::Head), [1, 2]);
    assert_eq!(lines(Linted::Some, IgnoreSide::Head), [2]);
    let mut memory = Memory::default();
    memory.insert("api/openapi.yaml", DEFINITION.replace("summary: A", "sumary: A"));
    let store = Store::new(Box::new(memory));
    let (definition, _) = load(&store, "api/openapi.yaml").unwrap();
    let found = lint(&Ruleset::preset(Preset::Spec), &definition, detect(definition.root()).unwrap());
    assert!(!entries.apply(&definition, found, IgnoreSide::Base).ignored.is_empty());
    assert_eq!(lines(Linted::All, IgnoreSide::Head), [1, 2]);
    assert!(lines(Linted::All, IgnoreSide::Base).is_empty());
}

#[test]
fn mistakes_have_a_place() {
    let error = |text: &str| {
        let parsed = parse(DocumentId(9), Source::new(".preview-ignore.yaml", text.to_owned()));
        IgnoreList::read(&parsed.document).unwrap_err()[0].to_string()
    };
    assert!(error("- {file: x}").starts_with(".preview-ignore.yaml:1:3: an entry needs a `rule`"));
    assert!(error("- {rule: x, pointr: y}").contains("`pointr` is not known here"));
    assert!(error("- {rule: x, pointer: 1}").contains("must be a string"));
    assert!(error("a: 1").contains("has rules"));
    assert!(error("just text").contains("is a list of entries"));
}

#[test]
fn another_linters_id_covers_all_that_its_rule_is_here() {
    assert_eq!(our_names("oas3-valid-media-example").len(), 3);
    assert_eq!(our_names("path-params"), ["path-params"]);
    assert_eq!(our_names("oas3-api-servers"), ["no-empty-servers"]);
}
