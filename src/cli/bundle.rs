//! `preview bundle`: one self-contained definition.

use super::analysis::{Loaded, Side, load};
use super::args::BundleArgs;
use super::check::Surroundings;
use super::console::Console;
use super::failure::{Failure, Outcome, Result};
use super::workspace::Workspace;
use crate::bundle::{BundleOptions, bundle};
use crate::lint::{Layer, RuleLevel, RuleSetting, Ruleset, RulesetInput};
use crate::problem::{Problem, Severity};
use crate::publish::write_whole;

pub(super) fn run(
    args: &BundleArgs,
    surroundings: &Surroundings<'_>,
    console: &mut Console,
) -> Result<Outcome> {
    let asked = [args.api.clone()];
    let workspace = Workspace::open(surroundings.shared, surroundings.directory, &asked, console)?;
    let target = workspace.targets(&asked, surroundings.directory)?.remove(0);
    let tell = |problems: &[Problem], console: &mut Console| {
        for problem in problems {
            console.warning(&format!("{}: {}", problem.location, problem.message));
        }
    };
    let (side, problems) = match load(&workspace.store, &target.path, Some(&references()?)) {
        Loaded::Side(side, problems) => (side, problems),
        Loaded::Problems(problems) => {
            tell(&problems, console);
            return Ok(Outcome::NotPassed);
        }
        Loaded::Missing(error) => {
            let message = format!("cannot read `{}`", target.path);
            return Err(Failure::usage(anyhow::Error::new(error).context(message)));
        }
    };
    tell(&problems, console);
    let Side { definition, version } = &*side;
    let (decorators, remove_unused) = super::decorators::decorators(&workspace, &target)?;
    let options = BundleOptions {
        dereference: args.dereference,
        remove_internal: args.remove_internal,
        remove_unused: args.remove_unused || remove_unused,
        decorators,
    };
    let bundle = bundle(definition, *version, &options).map_err(|error| {
        Failure::surroundings(anyhow::Error::new(error).context(format!("cannot bundle `{}`", target.path)))
    })?;
    for missing in bundle.missing() {
        console.warning(&format!("decorators: {missing}"));
    }
    let outcome = if problems.is_empty() { Outcome::Passed } else { Outcome::NotPassed };
    let Some(out) = &args.out else {
        write!(console.out(), "{}", bundle.to_yaml_with_comments(definition))?;
        return Ok(outcome);
    };
    let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let text = match ending.to_ascii_lowercase().as_str() {
        "json" => bundle.to_json(),
        "yaml" | "yml" => bundle.to_yaml_with_comments(definition),
        _ => {
            return Err(Failure::usage_message(format!(
                "`{}` ends neither in .yaml nor in .json",
                out.display()
            ))
            .hint("the ending says how the bundle is written"));
        }
    };
    write_whole(&surroundings.directory.join(out), text.as_bytes())
        .map_err(|error| anyhow::Error::new(error).context(format!("cannot write `{}`", out.display())))?;
    console.note(&format!("{} bytes in {}", text.len(), out.display()));
    Ok(outcome)
}

/// The one rule that a bundle has to satisfy: without what its references lead to it is not self-contained.
fn references() -> Result<Ruleset> {
    let setting = RuleSetting { severity: Some(RuleLevel::On(Severity::Error)), ..RuleSetting::default() };
    let layers = vec![Layer::Rule("no-unresolved-refs".to_owned(), setting)];
    Ruleset::resolve(&RulesetInput { layers, places: Vec::new() })
        .map_err(|errors| Failure::surroundings(anyhow::anyhow!("{errors:?}")))
}
