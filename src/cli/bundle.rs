//! `preview bundle`: one self-contained definition.

use super::args::BundleArgs;
use super::check::Surroundings;
use super::console::Console;
use super::failure::{Failure, Outcome, Result};
use super::workspace::Workspace;
use crate::bundle::{BundleOptions, bundle};
use crate::definition::{LoadFailure, load};
use crate::openapi::detect;
use crate::publish::write_whole;

pub(super) fn run(
    args: &BundleArgs,
    surroundings: &Surroundings<'_>,
    console: &mut Console,
) -> Result<Outcome> {
    let asked = [args.api.clone()];
    let workspace = Workspace::open(surroundings.shared, surroundings.directory, &asked, console)?;
    let target = workspace.targets(&asked, surroundings.directory)?.remove(0);
    let (definition, problems) = match load(&workspace.store, &target.path) {
        Ok(loaded) => loaded,
        Err(LoadFailure::Syntax(problems)) => {
            for problem in problems {
                console.warning(&format!("{}: {}", problem.location, problem.message));
            }
            return Ok(Outcome::NotPassed);
        }
        Err(error) => return Err(Failure::usage(error)),
    };
    for problem in &problems {
        console.warning(&format!("{}: {}", problem.location, problem.message));
    }
    let version = match detect(definition.root()) {
        Ok(version) => version,
        Err(unrecognized) => {
            console.warning(&format!("{}: {}", unrecognized.location, unrecognized.message));
            return Ok(Outcome::NotPassed);
        }
    };
    let (decorators, remove_unused) = super::decorators::decorators(&workspace, &target)?;
    let options = BundleOptions {
        dereference: args.dereference,
        remove_internal: args.remove_internal,
        remove_unused: args.remove_unused || remove_unused,
        decorators,
    };
    let bundle = bundle(&definition, version, &options).map_err(|error| {
        Failure::surroundings(anyhow::Error::new(error).context(format!("cannot bundle `{}`", target.path)))
    })?;
    for missing in bundle.missing() {
        console.warning(&format!("decorators: {missing}"));
    }
    let Some(out) = &args.out else {
        write!(console.out(), "{}", bundle.to_yaml_with_comments(&definition))?;
        return Ok(Outcome::Passed);
    };
    let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let text = match ending.to_ascii_lowercase().as_str() {
        "json" => bundle.to_json(),
        "yaml" | "yml" => bundle.to_yaml_with_comments(&definition),
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
    Ok(if problems.is_empty() { Outcome::Passed } else { Outcome::NotPassed })
}
