//! Presets, settings on top of them, and every mistake with its nearest name.

use serde_json::json;

use super::*;

fn extend(name: &str) -> Extend {
    Extend { name: name.to_owned(), mode: ExtendMode::Recommended, place: None }
}

fn on(severity: Severity) -> RuleSetting {
    RuleSetting { severity: Some(RuleLevel::On(severity)), ..RuleSetting::default() }
}

fn with_options(options: &[(&str, Value)]) -> RuleSetting {
    let options = options.iter().map(|(name, value)| SettingOption {
        name: (*name).to_owned(),
        value: value.clone(),
        place: None,
    });
    RuleSetting { options: Some(options.collect()), ..RuleSetting::default() }
}

fn resolve(extends: &[&str], rules: Vec<(&str, RuleSetting)>) -> Result<Ruleset, Vec<String>> {
    let input = RulesetInput::new(
        extends.iter().map(|name| extend(name)).collect(),
        rules.into_iter().map(|(name, setting)| (name.to_owned(), setting)).collect(),
    );
    Ruleset::resolve(&input).map_err(|errors| errors.into_iter().map(|error| error.message).collect())
}

fn severity(ruleset: &Ruleset, version: Version, id: &str) -> Option<Severity> {
    ruleset.active(version).iter().find(|rule| rule.def.id == id).map(|rule| rule.severity)
}

#[test]
fn later_layers_win() {
    let off = RuleSetting { severity: Some(RuleLevel::Off), ..RuleSetting::default() };
    let rules = vec![
        ("info-license", on(Severity::Error)),
        ("path-keys-no-trailing-slash", off),
        ("operation-tags", RuleSetting::default()),
    ];
    let ruleset = resolve(&["minimal", "recommended"], rules).unwrap();
    let of = |id: &str| severity(&ruleset, Version::V3_1, id);
    assert_eq!(of("operation-summary"), Some(Severity::Error));
    assert_eq!(of("info-license"), Some(Severity::Error));
    assert_eq!(of("no-path-trailing-slash"), None);
    // Switched on without a severity: the rule's own.
    assert_eq!(of("operation-tags"), Some(Severity::Warning));
}

#[test]
fn versions_and_presets_decide_what_runs() {
    let recommended = Ruleset::preset(Preset::Recommended);
    assert_eq!(severity(&recommended, Version::V3_0, "spec-example-values"), None);
    assert_eq!(severity(&recommended, Version::V3_2, "spec-example-values"), Some(Severity::Error));
    assert_eq!(severity(&recommended, Version::V2_0, "no-empty-servers"), None);
    let forced = resolve(&[], vec![("no-empty-servers", on(Severity::Error))]).unwrap();
    assert_eq!(severity(&forced, Version::V2_0, "no-empty-servers"), None);
    assert_eq!(forced.active(Version::V3_0).len(), 1);
    // A preset on top switches nothing off.
    let both = resolve(&["recommended", "spec"], vec![]).unwrap();
    assert!(both.active(Version::V3_1).len() > recommended.active(Version::V3_1).len());
}

#[test]
fn all_of_spectral_has_what_it_does_not_recommend() {
    let mode = |mode: ExtendMode| {
        let extends = vec![Extend { mode, ..extend("spectral:oas") }];
        let ruleset = Ruleset::resolve(&RulesetInput::new(extends, Vec::new())).unwrap();
        severity(&ruleset, Version::V3_1, "openapi-tags")
    };
    assert_eq!(mode(ExtendMode::Recommended), None);
    assert_eq!(mode(ExtendMode::All), Some(Severity::Warning));
    assert_eq!(mode(ExtendMode::Off), None);
}

#[test]
fn a_preset_of_another_linter_looks_at_what_that_linter_does() {
    let open = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      responses: {'200': {description: OK}}\n";
    let reported = |presets: &[&str]| {
        let ruleset = resolve(presets, vec![]).unwrap();
        let problems = crate::lint::tests::lint_text(&ruleset, open);
        problems.iter().any(|problem| problem.rule == "security-defined")
    };
    assert!(reported(&["recommended"]));
    assert!(!reported(&["spectral:oas"]));
    assert!(reported(&["recommended", "spectral:oas"]) && reported(&["spectral:oas", "recommended"]));
}

#[test]
fn mistakes_name_the_nearest() {
    let messages = |rules: Vec<(&str, RuleSetting)>| resolve(&[], rules).unwrap_err();
    assert_eq!(
        messages(vec![("operation-sumary", on(Severity::Error))]),
        ["there is no rule `operation-sumary`; did you mean `operation-summary`?"]
    );
    assert_eq!(
        messages(vec![("no-request-body", with_options(&[("method", json!(["get"]))]))]),
        ["rule `no-request-body` has no option `method`; did you mean `methods`?"]
    );
    assert_eq!(
        messages(vec![("no-request-body", with_options(&[("methods", json!("get"))]))]),
        ["option `methods` of rule `no-request-body` must be a list of strings"]
    );
    assert_eq!(
        messages(vec![("info-license", with_options(&[("url", json!(1))]))]),
        ["rule `info-license` has no option `url`; it has none"]
    );
    assert_eq!(
        messages(vec![("oas-schema-check", with_options(&[("without", json!(["patern"]))]))]),
        [
            "option `without` of rule `oas-schema-check` must be a list of `keyword`, `bounds`, `pattern`, `dependent`, `const`, `discriminator`"
        ]
    );
    assert!(messages(vec![("request-mime-type", on(Severity::Error))])[0].contains("needs the option"));
    assert_eq!(
        messages(vec![("syntax", on(Severity::Info))]),
        ["rule `syntax` can't be configured: it always runs"]
    );
    assert_eq!(
        resolve(&["recomended"], vec![]).unwrap_err(),
        ["there is no preset `recomended`; did you mean `recommended`?"]
    );
}
