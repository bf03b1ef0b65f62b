//! The decorators of the configuration as changes to a bundle: the files that they name are read here.

use serde_json::Value as Json;

use super::failure::{Failure, Result};
use super::workspace::{ApiTarget, Workspace};
use crate::bundle::{ApplyTo, Decorator, ExamplesOf, Filter, Keep, Strategy, Value};
use crate::config::{Decoration, ExampleFile, Located, in_force};
use crate::document::{DocumentId, parse};
use crate::source::{Source, join};

/// The changes to the bundle of an API, and whether unused components are removed.
pub(super) fn decorators(workspace: &Workspace, target: &ApiTarget) -> Result<(Vec<Decorator>, bool)> {
    let mut decorators = Vec::new();
    let mut remove_unused = false;
    for (name, decoration) in in_force(&workspace.config.decorators, &target.decorators) {
        decorators.push(match decoration {
            Decoration::RemoveUnused => {
                remove_unused = true;
                continue;
            }
            Decoration::RemoveInternal { flag } => Decorator::RemoveMarked(flag.clone()),
            Decoration::Filter { property, values, strategy, apply_to } => Decorator::Filter(Filter {
                keep: if name == "filter-in" { Keep::Matching } else { Keep::Others },
                property: property.clone(),
                values: values.iter().map(Value::of_json).collect(),
                strategy: if *strategy == "all" { Strategy::All } else { Strategy::Any },
                apply_to: apply_to.map(|word| match word {
                    "Operation" => ApplyTo::Operation,
                    _ => ApplyTo::PathItem,
                }),
            }),
            Decoration::Info(fields) => {
                let field = |(name, value): (&String, &Json)| (name.clone(), Value::of_json(value));
                Decorator::Info(fields.iter().map(field).collect())
            }
            Decoration::InfoDescription(file) => {
                let text = Value::of_json(&Json::String(read(workspace, file)?.text().to_owned()));
                Decorator::Info(vec![("description".to_owned(), text)])
            }
            Decoration::Descriptions(files) => {
                let text = |(name, file): &(String, Located<String>)| {
                    Ok((name.clone(), read(workspace, file)?.text().to_owned()))
                };
                let texts = files.iter().map(text).collect::<Result<_>>()?;
                match name {
                    "tag-description-override" => Decorator::TagDescriptions(texts),
                    _ => Decorator::OperationDescriptions(texts),
                }
            }
            Decoration::MediaTypeExamples(files) => {
                let examples = files.iter().map(|file| examples(workspace, file));
                Decorator::MediaTypeExamples(examples.collect::<Result<_>>()?)
            }
        });
    }
    Ok((decorators, remove_unused))
}

fn examples(workspace: &Workspace, example: &ExampleFile) -> Result<ExamplesOf> {
    let parsed = parse(DocumentId(0), read(workspace, &example.file)?);
    if let Some(error) = parsed.errors.first() {
        return Err(Failure::usage_message(format!("{}: {}", error.location, error.message)));
    }
    let root = parsed.document.root();
    if !root.is_mapping() {
        let message = format!("`{}` holds {}, not an object of examples", *example.file, root.kind().name());
        return Err(Failure::usage_message(format!("{}: {message}", example.file.location)));
    }
    Ok(ExamplesOf {
        operation: example.operation.clone(),
        response: example.response.clone(),
        media_type: example.media_type.clone(),
        examples: Value::of(root),
    })
}

/// The text of a file that the configuration names, from its own folder.
fn read(workspace: &Workspace, file: &Located<String>) -> Result<Source> {
    let wrong = |reason: String| Failure::usage_message(format!("{}: {reason}", file.location));
    let config = workspace.config.file.as_deref().unwrap_or_default();
    let path =
        join(config, file).ok_or_else(|| wrong(format!("`{}` leads out of the repository", **file)))?;
    let source = workspace.optional(&path)?;
    source.ok_or_else(|| wrong(format!("the file `{path}` does not exist")))
}
