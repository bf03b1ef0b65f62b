//! `preview explain ID`: one rule or one kind of change, on a page of text.

use super::args::ExplainArgs;
use super::check::Surroundings;
use super::console::Console;
use super::failure::{Failure, Outcome, Result};
use super::rules::Rulesets;
use super::workspace::Workspace;
use crate::config;
use crate::diff;
use crate::lint::{OptionDef, OptionShape, OwnInfo, Preset, RuleDef, catalogue, group, rule_of_name};

/// The width that texts are wrapped to, in characters.
const WIDTH: usize = 88;

/// `preview explain ID`.
pub(super) fn explain(
    args: &ExplainArgs,
    surroundings: &Surroundings<'_>,
    console: &mut Console,
) -> Result<Outcome> {
    let id = args.id.as_str();
    if let Some(rule) = rule_of_name(id) {
        write!(console.out(), "{}", rule_page(rule))?;
        if rule.id != id {
            console.note(&format!("`{id}` of other linters is `{}` here", rule.id));
        }
        return Ok(Outcome::Passed);
    }
    if let Some(row) = diff::catalogue().find(|row| row.id == id) {
        write!(console.out(), "{}", kind_page(row))?;
        return Ok(Outcome::Passed);
    }
    let workspace = Workspace::open(surroundings.shared, surroundings.directory, &[], console)?;
    let own = Rulesets::new(&workspace).general()?.own_infos();
    let named: Vec<&OwnInfo> = own.iter().filter(|info| info.id == id).collect();
    if !named.is_empty() {
        for info in named {
            write!(console.out(), "{}", own_page(info))?;
        }
        return Ok(Outcome::Passed);
    }
    let rules = catalogue().iter().flat_map(|rule| std::iter::once(&rule.id).chain(rule.aliases).copied());
    let kinds = diff::catalogue().map(|row| row.id);
    let known = rules.chain(kinds).chain(own.iter().map(|info| info.id.as_str()));
    let failure = Failure::usage_message(format!("there is no rule and no change kind `{id}`"));
    Err(match config::did_you_mean(id, known) {
        Some(nearest) => failure.hint(nearest),
        None => failure.hint("`preview rules` lists all rules"),
    })
}

/// A rule that the configuration defines: what it says of itself, and its entry.
fn own_page(rule: &OwnInfo) -> String {
    let mut text = format!("{} (rule of the configuration)\n\n", rule.id);
    wrap(&rule.summary, "", &mut text);
    text.push('\n');
    let versions: Vec<&str> = rule.versions.iter().map(|version| version.name()).collect();
    wrap(&format!("Versions: {}", versions.join(", ")), "  ", &mut text);
    wrap(&format!("Severity: {}", rule.severity.name()), "  ", &mut text);
    if let Some(page) = &rule.page {
        wrap(&format!("More: {page}"), "  ", &mut text);
    }
    if let Some((place, lines)) = rule.entry() {
        let title = format!("{}:{}", place.file, place.start.line);
        indented(&title, &lines.join("\n"), &mut text);
    }
    text
}

fn rule_page(rule: &RuleDef) -> String {
    let mut text = format!("{} (rule, {})\n\n", rule.id, group(rule));
    wrap(rule.summary, "", &mut text);
    text.push('\n');
    wrap(rule.why.trim(), "", &mut text);
    text.push('\n');
    let versions: Vec<&str> = rule.versions.iter().map(|version| version.name()).collect();
    wrap(&format!("Versions: {}", versions.join(", ")), "  ", &mut text);
    if rule.built_in {
        text.push_str("Always runs; it can't be switched off\n");
    } else {
        wrap(&format!("Presets: {}", presets(rule)), "  ", &mut text);
    }
    if !rule.aliases.is_empty() {
        wrap(&format!("Known to other linters as: {}", rule.aliases.join(", ")), "  ", &mut text);
    }
    for option in rule.options {
        let default = if option.default.is_empty() { "required" } else { option.default };
        wrap(&format!("Option {} (default {default}): {}", option.name, option.about), "  ", &mut text);
    }
    for (title, example) in [("Wrong", rule.wrong), ("Right", rule.right)] {
        if !example.trim().is_empty() {
            indented(title, example, &mut text);
        }
    }
    if !rule.built_in {
        indented("In preview.yaml", &configuration(rule), &mut text);
    }
    text
}

/// The severity in each preset that has the rule.
fn presets(rule: &RuleDef) -> String {
    let level = |preset: &Preset| {
        // A preset may have a rule in some versions alone: the highest says most.
        let levels = rule.versions.iter().filter_map(|version| rule.level(*preset, *version));
        Some(format!("{} {}", preset.name(), levels.max()?.name()))
    };
    let levels: Vec<String> = Preset::ALL.iter().filter_map(level).collect();
    if levels.is_empty() { "none; the configuration switches it on".to_owned() } else { levels.join(", ") }
}

/// Lines of a configuration that switch the rule on, with its options.
fn configuration(rule: &RuleDef) -> String {
    let mut text = format!("rules:\n  {}:", rule.id);
    if rule.options.is_empty() {
        text.push_str(" warning  # or off, info, error");
        return text;
    }
    text.push_str("\n    severity: warning  # or off, info, error\n");
    for option in rule.options {
        text.push_str(&format!("    {}: {}\n", option.name, sample(option)));
    }
    text
}

/// A value for an option: its default, or where it has none, one that shows the form.
fn sample(option: &OptionDef) -> &'static str {
    match option.shape {
        _ if !option.default.is_empty() => option.default,
        OptionShape::Boolean => "true",
        OptionShape::Count => "1",
        OptionShape::Text => "text",
        OptionShape::Choice(words) | OptionShape::Choices(words) => {
            words.first().copied().unwrap_or_default()
        }
        OptionShape::Texts => "[application/json]",
        OptionShape::TextLists => "{\"200\": [name]}",
        OptionShape::Operations => "[{path: /health, methods: [get]}]",
    }
}

/// A title and an example below it.
fn indented(title: &str, example: &str, text: &mut String) {
    text.push_str(&format!("\n{title}:\n\n"));
    for line in example.trim_matches('\n').lines() {
        text.push_str(&format!("    {line}\n"));
    }
}

/// Adds a text with its lines wrapped between words; the lines after the first begin with `indent`.
fn wrap(words: &str, indent: &str, text: &mut String) {
    for line in words.lines() {
        let mut width = 0;
        for word in line.split(' ') {
            let length = word.chars().count();
            if width > 0 && width + 1 + length > WIDTH {
                text.push('\n');
                text.push_str(indent);
                width = indent.len();
            } else if width > 0 {
                text.push(' ');
                width += 1;
            }
            text.push_str(word);
            width += length;
        }
        text.push('\n');
    }
}

/// How a kind reads, with a mark where messages have the value.
pub(super) fn kind_words(row: &diff::Row) -> String {
    row.words.replace("{}", "`…`")
}

/// What a kind of change does to messages and clients, in sentences.
pub(super) fn meaning(row: &diff::Row) -> String {
    let side = match row.side {
        diff::Side::Request => "Clients send it",
        diff::Side::Response => "The API sends it",
        diff::Side::Neither if row.effect == diff::Effect::Keeps => "It changes no message",
        diff::Side::Neither => "It is about more than one message",
    };
    let effect = match row.effect {
        diff::Effect::Narrows => "some messages that were valid are no longer",
        diff::Effect::Widens => "some messages are valid that were not",
        diff::Effect::Replaces => "some messages are no longer valid, and others are that were not",
        diff::Effect::Unclear => "whether messages stay valid can't be told from the definition",
        diff::Effect::Keeps => "every message stays valid",
    };
    let clients = match (row.side, row.impact) {
        (diff::Side::Request, diff::Impact::Breaking) => {
            "Clients that keep to the base send what is refused now."
        }
        (diff::Side::Response, diff::Impact::Breaking) => {
            "Clients that keep to the base receive what they never saw."
        }
        (_, diff::Impact::Risky) => "Some clients may fail; which ones depends on how they were written.",
        (_, diff::Impact::Compatible) => "Clients that keep to the base notice nothing.",
        (_, diff::Impact::Breaking) => "Clients that keep to the base fail.",
    };
    let mut text = format!("{side}; {effect}.\n{clients}");
    if let Some(departure) = row.departure {
        let mut letters = departure.chars();
        let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        text.push_str(&format!("\n{first}{}.", letters.as_str()));
    }
    text
}

fn kind_page(row: &diff::Row) -> String {
    let mut text = format!(
        "{} (change, {})\n\nReads as: {}\n\n{}\n",
        row.id,
        row.impact.name(),
        kind_words(row),
        meaning(row)
    );
    if let Some(example) = row.example() {
        text.push_str(&format!(
            "\n{}:\n\n    before: {}\n    after:  {}\n\n",
            stands_in(example.of),
            example.base,
            example.head
        ));
    }
    if let Some(instead) = row.instead() {
        wrap(&format!("Instead: {instead}"), "  ", &mut text);
    }
    if let Some(upstream) = row.upstream {
        text.push_str(&format!("In the preset oasdiff: {}\n", upstream.name()));
    }
    text.push_str("`changes.impacts` in preview.yaml gives it another impact, or switches it off\n");
    text
}

/// What the two sides of an example are, in words.
fn stands_in(of: diff::ExampleOf) -> &'static str {
    match of {
        diff::ExampleOf::Schema => "A schema there",
        diff::ExampleOf::Object(diff::ObjectIn::Request) => "The schema of a request body",
        diff::ExampleOf::Object(diff::ObjectIn::Response) => "The schema of a response body",
        diff::ExampleOf::Object(diff::ObjectIn::Parameter) => "The schema of a query parameter",
        diff::ExampleOf::Object(diff::ObjectIn::HeaderParameter) => "The schema of a header parameter",
        diff::ExampleOf::Object(diff::ObjectIn::Header) => "The schema of a response header",
        diff::ExampleOf::Operation => "An operation",
        diff::ExampleOf::Definition => "A definition, without its `openapi`",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_words_without_a_gap_and_a_meaning() {
        for row in diff::catalogue() {
            let page = kind_page(row);
            let words = page.lines().find(|line| line.starts_with("Reads as: ")).unwrap_or_default();
            assert!(!words.is_empty() && !words.contains("{}"), "{page}");
            assert!(meaning(row).lines().count() > 1, "{page}");
        }
    }

    #[test]
    fn every_page_fits_and_its_configuration_is_understood() {
        for rule in catalogue() {
            let page = rule_page(rule);
            let prose = page.split("\nWrong:\n").next().unwrap_or_default();
            for line in prose.lines().filter(|line| line.contains(' ')) {
                assert!(line.chars().count() <= WIDTH, "{}: {line}", rule.id);
            }
            if !rule.built_in {
                let source = crate::source::Source::new("preview.yaml", configuration(rule));
                assert!(config::read_rules(source).is_ok(), "{}", configuration(rule));
            }
        }
    }
}
