//! Every form of a path, with what it means, and every way not to be understood.

use super::*;
use crate::definition::{Definition, Store, load};
use crate::lint::spectral::value::View;
use crate::source::Memory;

const TEXT: &str = "openapi: 3.1.0
info: {title: T, x-a.b: 1}
tags: [{name: a}, {name: b}, {name: c}, {name: d}]
paths:
  /a:
    get: {tags: [x], responses: {'200': {$ref: '#/components/responses/Ok'}}}
    post: {responses: {'404': {$ref: '#/components/responses/Ok'}}}
  /b:
    get: {responses: {'200': {description: Own}}}
components:
  responses:
    Ok: {description: Shared, content: {application/json: {schema: {$ref: '#/components/schemas/Node'}}}}
  schemas:
    Node: {properties: {next: {$ref: '#/components/schemas/Node'}, enum: {type: string}}}
";

fn definition(text: &str) -> Definition {
    let mut memory = Memory::default();
    memory.insert("openapi.yaml", text.to_owned());
    load(&Store::new(Box::new(memory)), "openapi.yaml").unwrap().0
}

fn found(path: &str, resolved: bool) -> Vec<String> {
    let definition = definition(TEXT);
    let parsed = Path::parse(path).unwrap_or_else(|error| panic!("{path}: {error:?}"));
    let view = View { definition: &definition, resolved };
    let mut found: Vec<String> = find(&parsed, definition.root(), view)
        .into_iter()
        .map(|found| match found.key {
            Some(key) => format!("{}~{}", found.written.pointer(), key.name()),
            None => found.node.pointer(),
        })
        .collect();
    found.sort();
    found
}

/// The pointers of what a path means, sorted.
fn all(path: &str) -> Vec<String> {
    found(path, true)
}

#[test]
fn names_in_every_writing() {
    assert_eq!(all("$"), ["#"]);
    for path in
        ["$.info.title", "$['info']['title']", "$.info[\"title\"]", "$[info][title]", "$.info.title  "]
    {
        assert_eq!(all(path), ["#/info/title"], "{path}");
    }
    assert_eq!(all("$.info['x-a.b']"), ["#/info/x-a.b"]);
    assert_eq!(all("$.paths['/a'].get.tags[0]"), ["#/paths/~1a/get/tags/0"]);
    assert_eq!(all("$.paths[*].get.responses.200.description").len(), 2);
    assert_eq!(all("$.paths[*].get.responses['200']").len(), 2);
    assert_eq!(all("$.nothing.at.all"), [""; 0]);
    assert_eq!(all("$.info.title.deeper"), [""; 0]);
}

#[test]
fn wildcards_unions_and_slices() {
    assert_eq!(all("$.paths.*.*"), ["#/paths/~1a/get", "#/paths/~1a/post", "#/paths/~1b/get"]);
    assert_eq!(all("$.paths[*][get,post]"), ["#/paths/~1a/get", "#/paths/~1a/post", "#/paths/~1b/get"]);
    assert_eq!(all("$.paths[*]['post', \"put\"]"), ["#/paths/~1a/post"]);
    assert_eq!(all("$.tags[0,2]"), ["#/tags/0", "#/tags/2"]);
    assert_eq!(all("$.tags[1:3]"), ["#/tags/1", "#/tags/2"]);
    assert_eq!(all("$.tags[::2]"), ["#/tags/0", "#/tags/2"]);
    assert_eq!(all("$.tags[-1:]"), ["#/tags/3"]);
    assert_eq!(all("$.tags[-1]"), ["#/tags/3"]);
    assert_eq!(all("$.tags[:-2]"), ["#/tags/0", "#/tags/1"]);
    assert_eq!(all("$.tags[(@.length-1)]"), ["#/tags/3"]);
    assert_eq!(all("$.tags[9223372036854775807:]"), [""; 0]);
}

#[test]
fn descendants_are_found_once_and_through_references() {
    assert_eq!(
        all("$..description"),
        ["#/components/responses/Ok/description", "#/paths/~1b/get/responses/200/description"]
    );
    assert_eq!(all("$..responses..schema"), ["#/components/schemas/Node"]);
    assert_eq!(all("$.paths..content"), ["#/components/responses/Ok/content"]);
    assert_eq!(all("$.paths..[?(@property === 'schema')]"), ["#/components/schemas/Node"]);
    assert_eq!(all("$.tags..name").len(), 4);
    assert_eq!(all("$..['title','name']").len(), 5);
    assert_eq!(all("$.tags.[?(@.name)]").len(), 4);
    // The root is one of them.
    assert_eq!(all("$..info"), ["#/info"]);
    assert!(all("$..").contains(&"#".to_owned()) && all("$..").contains(&"#/tags/0".to_owned()));
    assert!(all("$..*").contains(&"#/info/title".to_owned()) && !all("$..*").contains(&"#".to_owned()));
}

#[test]
fn parents_and_keys() {
    assert_eq!(all("$.paths[*].post^"), ["#/paths/~1a"]);
    assert_eq!(all("$.paths[*].get.tags^^"), ["#/paths/~1a"]);
    assert_eq!(all("$.paths[*]~"), ["#/paths/~1a~/a", "#/paths/~1b~/b"]);
    assert_eq!(all("$.tags[0]~"), ["#/tags/0~0"]);
    // Each use of a shared response has its own parents and its own name.
    assert_eq!(
        all("$.paths[*][*].responses[*].content^^"),
        ["#/paths/~1a/get/responses", "#/paths/~1a/post/responses"]
    );
    let keys = all("$.paths[*][*].responses[*]~");
    assert_eq!(
        keys.iter().map(|key| key.rsplit('~').next().unwrap()).collect::<Vec<_>>(),
        ["200", "404", "200"]
    );
    assert_eq!(all("$.paths[*].get^.post"), ["#/paths/~1a/post"]);
    assert_eq!(all("$^"), [""; 0]);
    assert_eq!(all("$~"), [""; 0]);
}

#[test]
fn filters() {
    assert_eq!(all("$.tags[?(@.name == 'b' || @.name == 'c')]"), ["#/tags/1", "#/tags/2"]);
    assert_eq!(all("$.paths[?(@property.match(/b$/))]"), ["#/paths/~1b"]);
    assert_eq!(all("$.paths[*][?(@property === 'get')]").len(), 2);
    assert_eq!(all("$.paths[*][?( @property !== 'get' )].responses"), ["#/paths/~1a/post/responses"]);
    assert_eq!(all("$.paths[*][?(@.tags && @.tags.length > 0)]"), ["#/paths/~1a/get"]);
    assert_eq!(all("$..[?(@ && @.description === 'Own')]"), ["#/paths/~1b/get/responses/200"]);
    assert_eq!(all("$.paths[*][*][?(@parentProperty === 'post')]"), ["#/paths/~1a/post/responses"]);
    assert_eq!(all("$.paths[*][?(@path === \"$['paths']['/b']['get']\")]"), ["#/paths/~1b/get"]);
    assert_eq!(all("$.info[?(@parent.title === 'T' && @root.openapi)]").len(), 2);
    assert_eq!(all("$.info[@string()]"), ["#/info/title"]);
    assert_eq!(all("$.info.@string()"), ["#/info/title"]);
    assert_eq!(all("$.tags[?(@.name === ')]')]"), [""; 0]);
    assert_eq!(all("$.components.schemas..[?(@property == 'properties')][?(@property == 'enum')]").len(), 1);
}

#[test]
fn what_is_written_can_be_looked_at_unresolved() {
    assert_eq!(found("$..$ref", false).len(), 4);
    assert_eq!(found("$.paths[*][*].responses[*].$ref", false).len(), 2);
    assert_eq!(
        found("$.paths[*][*].responses[*].description", false),
        ["#/paths/~1b/get/responses/200/description"]
    );
    assert_eq!(found("$..[?(@property === '$ref')]", false).len(), 4);
    assert_eq!(all("$..$ref"), [""; 0]);
}

#[test]
fn what_is_not_understood_is_told_at_its_place() {
    let error = |path: &str| {
        let error = Path::parse(path).unwrap_err();
        format!("{} {}", error.at, error.message)
    };
    assert_eq!(error("paths"), "0 a path begins with `$`");
    assert_eq!(error("$paths"), "1 `.`, `[`, `^` or `~` is expected here, not `p`");
    assert_eq!(error("$.paths[*"), "9 `]` is missing here");
    assert_eq!(error("$.paths["), "8 `]` is missing at the end");
    assert_eq!(error("$.paths['/a]"), "8 the name does not end: a quote is missing");
    assert_eq!(error("$.paths[?(@.a = 1)]"), "14 the operator `=` is not understood");
    assert_eq!(error("$.paths[?(@.a ]"), "14 `]` is not understood in a filter");
    assert_eq!(error("$.paths[?(@.a"), "13 the filter does not end: `)]` is missing");
    assert_eq!(error("$.paths[?@.a]"), "8 a filter is written `[?(…)]`");
    assert_eq!(error("$.paths[?(foo)]"), "10 `foo` is not defined");
    assert_eq!(
        error("$.paths[(@.size)]"),
        "9 scripts in paths are not run; `[(@.length-1)]` and filters `[?(…)]` are"
    );
    assert_eq!(error("$.paths..("), "9 a name is missing here");
    assert_eq!(error("$.paths~.x"), "8 nothing can follow `~`, which gives a name");
    assert_eq!(error("$.a[1:x]"), "4 `1:x` is no slice: it is written `[start:end:step]` with numbers");
    assert_eq!(error("$.a[::0]"), "4 `::0` is no slice with a step above 0");
    assert_eq!(error("$.a."), "4 a name is missing here");
    assert_eq!(error("$.a[,]"), "4 a name is missing here");
    assert_eq!(error("$.a b"), "3 `.`, `[`, `^` or `~` is expected here, not ` `");
    assert!(error(&format!("${}", ".a".repeat(200))).contains("more than 100 steps"));
}

#[test]
fn time_is_linear_in_dense_and_circular_graphs() {
    let mut text = String::from("openapi: 3.1.0\ncomponents:\n  schemas:\n");
    for number in 0..100 {
        text.push_str(&format!("    S{number}: {{properties: {{"));
        for other in 0..100 {
            text.push_str(&format!("p{other}: {{$ref: '#/components/schemas/S{other}'}}, "));
        }
        text.push_str("}}\n");
    }
    let definition = definition(&text);
    let view = View { definition: &definition, resolved: true };
    for path in
        ["$..properties..properties..[?(@.properties)]", "$..properties[*]", "$..[?(@path.length > 0)]^^^"]
    {
        let path = Path::parse(path).unwrap();
        assert!(!find(&path, definition.root(), view).is_empty());
    }
}
