//! What users write, and what they are told.

use super::*;

fn source(path: &str, text: &str) -> Source {
    Source::new(path, text.to_owned())
}

fn config(text: &str) -> Config {
    read(source("preview.yaml", text)).unwrap()
}

fn errors(text: &str) -> Vec<String> {
    read(source("preview.yaml", text)).unwrap_err().iter().map(ToString::to_string).collect()
}

const WHOLE: &str = r##"
apis:
  museum:
    root: openapi/museum.yaml
    rules:
      operation-summary: off
extends: [recommended, ./my-rules.yaml]
rules:
  operation-4xx-response: warn
  paths-kebab-case: {severity: error, max: 12, allow: [v1_0]}
ignore: .preview-ignore.yaml
changes:
  fail-on: risky
  preset: oasdiff
  impacts: {api-tag-added: off, response-property-removed: risky}
  approved: approved.yaml
  approvers: ['[Fabrikam]\API Owners', jo@fabrikam.dev]
  deprecation-days: {beta: 30, stable: 180}
  stability: alpha
  major-version: allow
docs:
  title: Museums
  logo: docs/logo.svg
  theme: {accent: "#0b5fff"}
  samples: [curl, csharp]
  lang: en
  internal: show
  extensions: hide
  templates: templates
  pages: [docs/**/*.md]
publish:
  to: az://previewdocs/$web
  url: https://previewdocs.z6.web.core.windows.net
  branches: [main]
  keep: {days: 10, builds: 5}
comment:
  when: on-failure
  inline-limit: 3
references:
  hosts: [schemas.example]
"##;

#[test]
fn reads_every_key() {
    let config = config(WHOLE);
    assert_eq!(config.apis[0].name.value, "museum");
    assert_eq!(config.apis[0].root.location.to_string(), "preview.yaml:4:11");
    assert_eq!(config.apis[0].rules.rules[0].severity, Some(SeverityWord::Off));
    let extends: Vec<&str> =
        config.rules.extends.iter().flatten().map(|extend| extend.name.as_str()).collect();
    assert_eq!(extends, ["recommended", "./my-rules.yaml"]);
    let kebab = &config.rules.rules[1];
    assert_eq!((kebab.severity, kebab.max), (Some(SeverityWord::Error), Some(12)));
    assert_eq!(serde_json::Value::Object(kebab.options_json()), serde_json::json!({"allow": ["v1_0"]}));
    assert_eq!(kebab.options[0].name.location.to_string(), "preview.yaml:10:48");
    assert_eq!(config.ignore_path(), ".preview-ignore.yaml");
    assert_eq!((config.changes.fail_on, config.changes.preset), (ChangeGate::Risky, ChangePreset::Oasdiff));
    let impacts: Vec<(&str, ImpactWord)> =
        config.changes.impacts.iter().map(|(id, word)| (id.as_str(), *word)).collect();
    assert_eq!(
        impacts,
        [("api-tag-added", ImpactWord::Off), ("response-property-removed", ImpactWord::Risky)]
    );
    assert_eq!(config.changes.approved_path(), "approved.yaml");
    assert_eq!(config.changes.approvers, ["[Fabrikam]\\API Owners", "jo@fabrikam.dev"]);
    assert_eq!((config.changes.deprecation_days_beta, config.changes.deprecation_days_stable), (30, 180));
    assert_eq!(
        (config.changes.stability, config.changes.major_version),
        (Stability::Alpha, MajorVersion::Allow)
    );
    assert_eq!(config.docs.samples, Some(vec![SampleLanguage::Curl, SampleLanguage::Csharp]));
    assert_eq!((config.docs.internal, config.docs.extensions), (Shown::Show, Shown::Hide));
    assert_eq!(config.docs.accent.as_ref().unwrap().value, "#0b5fff");
    assert_eq!(config.docs.pages[0].value, "docs/**/*.md");
    assert_eq!(config.publish.to.as_ref().unwrap().value, "az://previewdocs/$web");
    assert_eq!((config.publish.keep_days, config.publish.keep_builds), (10, 5));
    assert_eq!((config.comment.when, config.comment.inline_limit), (CommentWhen::OnFailure, 3));
    assert_eq!(config.reference_hosts[0].name, "schemas.example");
}

#[test]
fn an_empty_file_and_empty_values_are_defaults() {
    for text in ["", "# nothing\n", "{}", "apis:\nrules:\nchanges:\ndocs:\npublish: {to: }\n"] {
        let config = config(text);
        assert_eq!(config.origin, Origin::Preview);
        assert!(config.apis.is_empty() && config.rules.extends.is_none() && config.publish.to.is_none());
        assert_eq!(config.comment.inline_limit, 20);
        assert_eq!((config.publish.keep_days, config.publish.keep_builds), (30, 20));
    }
}

#[test]
fn merge_keys_and_aliases_count() {
    let text = "x: &x\n  root: a.yaml\napis:\n  one: *x\n  two:\n    <<: *x\n";
    // The anchor's own key is unknown; everything else is read.
    assert_eq!(errors(text).len(), 1);
    let text = "apis:\n  one: &x\n    root: a.yaml\n  two:\n    <<: *x\n    rules: {struct: off}\n";
    let config = config(text);
    assert_eq!(config.apis[1].root.value, "a.yaml");
}

#[test]
fn every_fault_is_told_at_its_place() {
    let text = "\
apis:
  museum:
    rot: a.yaml
rules:
  struct: eror
  paths-kebab-case: {severity: 3}
  security-defined: {max: -1}
changs: {}
comment: {when: sometimes, inline-limit: many}
docs: {samples: [perl], theme: {accent: red}, lang: '<b>'}
publish: {keep: {days: -3}, branches: main}
";
    assert_eq!(
        errors(text),
        [
            "preview.yaml:2:3: `root` is missing",
            "preview.yaml:3:5: unknown key `rot`; did you mean `root`?",
            "preview.yaml:5:11: a rule's severity is one of `off`, `info`, `warning`, `warn`, `error`, not `eror`; did you mean `error`?",
            "preview.yaml:6:32: a rule's severity is one of `off`, `info`, `warning`, `warn`, `error`, not `3`",
            "preview.yaml:7:27: `max` must be an integer from 0, not `-1`",
            "preview.yaml:8:1: unknown key `changs`; did you mean `changes`?",
            "preview.yaml:9:17: `when` is one of `always`, `on-failure`, `never`, not `sometimes`",
            "preview.yaml:9:42: `inline-limit` must be an integer, not a string",
            "preview.yaml:10:18: this is one of `curl`, `javascript`, `python`, `csharp`, `go`, `java`, `php`, `ruby`, `powershell`, `http`, not `perl`",
            "preview.yaml:10:41: `accent` is a colour like `#0b5fff`, not `red`",
            "preview.yaml:10:53: `lang` is a language like `en` or `pt-BR`, not `<b>`",
            "preview.yaml:11:24: `days` must be from 0 to 4294967295, not `-3`",
            "preview.yaml:11:39: `branches` must be a list, not a string",
        ]
    );
}

#[test]
fn a_text_that_is_no_yaml_is_an_error_with_a_place() {
    let found = errors("apis:\n  a: [1,\n");
    assert!(found[0].starts_with("preview.yaml:"), "{found:?}");
    assert_eq!(errors("- a\n"), ["preview.yaml:1:1: this must be an object, not a list"]);
    assert_eq!(errors("apis: {a: {root: x.yaml}, a: {root: y.yaml}}").len(), 1);
    let huge = format!("docs: {{title: {}}}", "x".repeat(2 << 20));
    assert_eq!(errors(&huge), ["preview.yaml:1:1: a configuration has at most 1 MiB"]);
}

#[test]
fn names_become_folders() {
    for name in ["a/b", "..", ".hidden", "-x", "con", "COM1.x", "assets", "naïve", "''", "a b"] {
        assert_eq!(errors(&format!("apis:\n  {name}: {{root: a.yaml}}\n")).len(), 1, "{name}");
    }
    let twins = errors("apis: {Museum: {root: a.yaml}, museum: {root: b.yaml}}");
    assert_eq!(twins, ["preview.yaml:1:32: the API name `museum` is taken by `Museum`"]);
    for root in ["../a.yaml", "/etc/a.yaml", "C:/a.yaml", "https://x.example/a.yaml", "'.'"] {
        assert_eq!(errors(&format!("apis: {{a: {{root: {root}}}}}")).len(), 1, "{root}");
    }
}

#[test]
fn patterns_stand_for_several_definitions() {
    let files: Vec<String> =
        ["apis/crew/openapi.yaml", "apis/tides/openapi.yaml", "apis/tides/v1/old.yaml", "other.json"]
            .map(str::to_owned)
            .to_vec();
    let names = |root: &str| {
        let config = config(&format!("apis: {{x: {{root: '{root}'}}}}"));
        let found = roots(&config.apis, "", &files).map_err(|errors| errors[0].to_string());
        found.map(|roots| roots.into_iter().map(|root| (root.name, root.path)).collect::<Vec<_>>())
    };
    let pair = |name: &str, path: &str| (name.to_owned(), path.to_owned());
    assert_eq!(
        names("apis/*/openapi.yaml").unwrap(),
        [pair("x-crew", "apis/crew/openapi.yaml"), pair("x-tides", "apis/tides/openapi.yaml")]
    );
    assert_eq!(names("apis/**/old.yaml").unwrap(), [pair("x", "apis/tides/v1/old.yaml")]);
    assert_eq!(names("./other.json").unwrap(), [pair("x", "other.json")]);
    assert_eq!(names("**").unwrap().len(), 4);
    assert_eq!(
        names("api/*/openapi.yaml").unwrap_err(),
        "preview.yaml:1:18: the pattern `api/*/openapi.yaml` matches no file; did you mean `apis/crew/openapi.yaml`?"
    );
    let config = config("apis: {x: {root: crew/*.yaml}}");
    assert_eq!(roots(&config.apis, "apis", &files).unwrap()[0].path, "apis/crew/openapi.yaml");
}

#[test]
fn wildcards_match_as_people_expect() {
    assert!(matches("docs/**/*.md", "docs/a.md") && matches("docs/**/*.md", "docs/a/b/c.md"));
    assert!(!matches("docs/*.md", "docs/a/b.md") && !matches("docs/**/*.md", "other/a.md"));
    assert!(matches("a?c*", "abcdef") && !matches("a?c", "ac"));
    // Would not end in a lifetime if it tried every way to share the text among the wildcards.
    assert!(!matches(&"*a".repeat(200), &format!("{}b", "a".repeat(2_000))));
}

#[test]
fn a_redocly_file_is_read_and_what_is_lost_is_named() {
    let text = "\
apis:
  core@v1:
    root: openapi.yaml
    output: x.yaml
    rules: {operation-summary: warn}
extends: [recommended, acme/strict, https://x.example/redocly.yaml, ./own.yaml]
plugins: [./plugin.js]
decorators: {remove-x-internal: on, acme/own: on}
telemetry: off
oas3_1Rules: {struct: off}
arazzo1Rules: {struct: off}
rules:
  acme/no-cats: error
  rule/summary-length:
    subject: {type: Operation, property: summary}
    assertions: {maxLength: 60}
  paths-kebab-case: off
";
    let config = read(source("redocly.yaml", text)).unwrap();
    assert_eq!(config.origin, Origin::Redocly);
    assert_eq!(config.apis[0].name.value, "core-v1");
    assert_eq!(config.ignore_path(), ".redocly.lint-ignore.yaml");
    let rules: Vec<(&str, Option<SeverityWord>)> =
        config.rules.rules.iter().map(|rule| (rule.id.as_str(), rule.severity)).collect();
    assert_eq!(
        rules,
        [
            ("rule/summary-length", Some(SeverityWord::Error)),
            ("paths-kebab-case", Some(SeverityWord::Off)),
            ("struct", Some(SeverityWord::Off))
        ]
    );
    assert_eq!(config.rules.rules[2].group, Some(RuleGroup::V3_1));
    // What is meant for one version stays so in the words of our own file.
    assert!(write(&config).contains("\noas3_1Rules:\n  struct: off\n"), "{}", write(&config));
    assert!(read(source("preview.yaml", &write(&config))).is_ok());
    let lost: Vec<&str> = config.not_honoured.iter().map(|lost| lost.name.as_str()).collect();
    assert_eq!(
        lost,
        [
            "extends: acme/strict",
            "rules/acme/no-cats",
            "plugins",
            "decorators/acme/own",
            "apis/core@v1/output"
        ]
    );
    assert_eq!(config.decorators.len(), 1);
    let bad = read(source("redocly.yaml", "rules: {struct: warning!}")).unwrap_err();
    assert_eq!(bad[0].location.to_string(), "redocly.yaml:1:17");
}

#[test]
fn a_spectral_file_is_read_and_what_is_lost_is_named() {
    let text = "\
extends: [[spectral:oas, all], ./functions.js, spectral:asyncapi]
aliases: {Paths: ['$.paths']}
functions: [check]
rules:
  operation-tags: off
  info-contact: true
  tag-description: hint
  operation-description: 0
  no-cats:
    given: $.paths
    severity: warn
    then: {function: falsy}
";
    let config = read(source(".spectral.yaml", text)).unwrap();
    let extends = config.rules.extends.unwrap();
    assert_eq!(extends.len(), 1);
    assert_eq!((extends[0].name.as_str(), extends[0].mode), ("spectral:oas", ExtendMode::All));
    let severities: Vec<Option<SeverityWord>> = config.rules.rules.iter().map(|rule| rule.severity).collect();
    assert_eq!(
        severities,
        [
            Some(SeverityWord::Off),
            None,
            Some(SeverityWord::Info),
            Some(SeverityWord::Error),
            Some(SeverityWord::Warning)
        ]
    );
    assert_eq!(config.rules.rules[4].options_json()["then"]["function"], "falsy");
    let file = config.rules.file.unwrap();
    assert!(config.rules.is_spectral && file.node().get("aliases").is_some());
    let lost: Vec<&str> = config.not_honoured.iter().map(|lost| lost.name.as_str()).collect();
    assert_eq!(lost, ["extends: ./functions.js", "extends: spectral:asyncapi"]);
    let wrong = |text: &str| read(source(".spectral.yaml", text)).unwrap_err()[0].to_string();
    assert_eq!(
        wrong("extends: ['@acme/ruleset']\n"),
        ".spectral.yaml:1:11: cannot extend the npm package `@acme/ruleset`; packages are not installed: copy the rule set of `@acme/ruleset` into the repository and extend the file, `./rules.yaml`"
    );
    assert_eq!(
        wrong("extends: spectral-oas\n"),
        ".spectral.yaml:1:10: cannot extend the npm package `spectral-oas`; did you mean `spectral:oas`?"
    );
    assert_eq!(
        wrong("extends: spectral:oas\nrule: {}\n"),
        ".spectral.yaml:2:1: unknown key `rule` in a rule set; did you mean `rules`?"
    );
}

#[test]
fn a_file_of_rules_is_recognised_by_its_words() {
    let ours = read_rules(source("my-rules.yaml", "extends: [spec]\nrules: {struct: info}\n")).unwrap().0;
    assert_eq!(ours.rules[0].severity, Some(SeverityWord::Info));
    let text = "rules: {a: {given: $, then: {function: truthy}, severity: hint}}";
    let theirs = read_rules(source("my-rules.yaml", text)).unwrap().0;
    assert_eq!(theirs.rules[0].severity, Some(SeverityWord::Info));
    let wrong = read_rules(source("my-rules.yaml", "rule: {}")).unwrap_err();
    assert_eq!(
        wrong[0].to_string(),
        "my-rules.yaml:1:1: unknown key `rule` in a file of rules; did you mean `rules`?"
    );
}

#[test]
fn what_init_writes_means_the_same() {
    let all = config(WHOLE);
    let again = config(&write(&all));
    assert_eq!(again.apis[0].root.value, "openapi/museum.yaml");
    assert_eq!(again.rules.rules.len(), 2);
    assert_eq!(again.rules.rules[1].options_json(), all.rules.rules[1].options_json());
    assert_eq!(again.rules.rules[1].max, Some(12));
    assert_eq!(again.publish.url.unwrap().value, all.publish.url.unwrap().value);
    assert_eq!(again.publish.to.unwrap().value, "az://previewdocs/$web");
    let redocly = "\
apis: {core@v1: {root: a.yaml, rules: {operation-summary: warn}}}
extends: [spec]
rules:
  rule/x: {subject: {type: Operation, property: summary}, assertions: {pattern: '/^[\"a#: ]/', maxLength: 3}}
  struct: off
";
    let before = read(source("redocly.yaml", redocly)).unwrap();
    let after = config(&write(&before));
    assert_eq!(after.rules.rules[0].options_json(), before.rules.rules[0].options_json());
    assert_eq!(after.rules.rules[1].severity, Some(SeverityWord::Off));
    assert_eq!(after.apis[0].rules.rules[0].severity, Some(SeverityWord::Warning));
    let spectral = source(".spectral.yml", "extends: spectral:oas\nrules: {info-contact: true}");
    let after = config(&write(&read(spectral).unwrap()));
    assert_eq!(after.rules.extends.unwrap()[0].name.value, "./.spectral.yml");
    assert!(after.rules.rules.is_empty());
    let plain = config(&write(&Config::defaults()));
    assert!(plain.apis.is_empty() && plain.rules.extends.unwrap().len() == 1);
}

#[test]
fn the_schema_describes_the_file() {
    let schema = schema_json();
    assert_eq!(schema["additionalProperties"], false);
    assert_eq!(schema["$defs"]["Comment"]["properties"]["inline-limit"]["minimum"], 0);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let value: serde_json::Value = serde_yaml::from_str(WHOLE).unwrap();
    assert!(validator.is_valid(&value), "{:?}", validator.iter_errors(&value).collect::<Vec<_>>());
    assert!(!validator.is_valid(&serde_json::json!({"changs": {}})));
    insta::assert_json_snapshot!(schema);
}

#[test]
fn decorators_of_one_api_stand_over_those_of_all() {
    let text = "\
apis:
  museum:
    root: openapi.yaml
    decorators: {filter-out: off, remove-unused-components: on}
decorators:
  info-override: {title: Other}
  filter-out: {property: x-audience, value: [internal, beta], applyTo: Operation}
  remove-x-internal: {internalFlagProperty: x-hidden}
";
    let config = read(source("preview.yaml", text)).unwrap();
    let names = |own| in_force(&config.decorators, own).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(&[]), ["remove-x-internal", "filter-out", "info-override"]);
    let own = config.apis[0].decorators.as_slice();
    assert_eq!(names(own), ["remove-x-internal", "info-override", "remove-unused-components"]);
    let all = in_force(&config.decorators, &[]);
    assert_eq!(all[0].1, &Decoration::RemoveInternal { flag: "x-hidden".to_owned() });
    assert!(
        matches!(all[1].1, Decoration::Filter { values, apply_to: Some("Operation"), .. } if values.len() == 2)
    );
    let again = read(source("preview.yaml", &write(&config))).unwrap();
    assert_eq!(again.decorators, config.decorators);
    assert_eq!(again.apis[0].decorators, config.apis[0].decorators);
}

#[test]
fn wrong_decorators_are_refused_at_their_place() {
    let cases = [
        ("{filter-inn: on}", 14, "did you mean `filter-in`"),
        ("{filter-in: on}", 14, "needs the option `value`"),
        ("{filter-in: {property: a, value: 1, applyTo: Path}}", 58, "`PathItem` or `Operation`"),
        ("{filter-in: {propety: a}}", 26, "did you mean `property`"),
        ("{remove-unused-components: maybe}", 40, "`on`, `off`"),
        ("{info-description-override: {filePath: 1}}", 52, "must be a string"),
        ("{acme/own: on}", 14, "unknown decorator"),
        ("{media-type-examples-override: {operationIds: {a: {reqest: {}}}}}", 64, "neither"),
    ];
    for (value, column, words) in cases {
        let errors = read(source("preview.yaml", &format!("decorators: {value}\n"))).unwrap_err();
        assert_eq!(errors.len(), 1, "{value}: {errors:?}");
        assert_eq!(errors[0].location.start.column, column, "{value}: {}", errors[0]);
        assert!(errors[0].to_string().contains(words), "{value}: {}", errors[0]);
    }
}
