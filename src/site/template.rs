//! The templates: minijinja with strict undefined values and auto-escaping, one file for each kind of page.

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value};

use super::asset;
use super::words::Words;

/// A template that cannot be rendered. With the embedded templates this is a fault of this program.
#[derive(Debug, thiserror::Error)]
#[error("the template `{name}` cannot be rendered: {source:#}")]
pub(crate) struct TemplateError {
    /// The template's name.
    pub(crate) name: String,
    /// What is wrong, with line and column.
    #[source]
    pub(crate) source: Error,
}

/// Escapes text for markup. Unlike the library's own way this leaves `/` as it is, which paths are full of.
fn format(output: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str().filter(|_| *state.auto_escape() == AutoEscape::Html && !value.is_safe()) {
        Some(text) => super::code::escape_to(text, |piece| output.write_str(piece)).map_err(Error::from),
        None => minijinja::escape_formatter(output, state, value),
    }
}

/// All templates with the words of one language.
#[derive(Debug)]
pub(super) struct Templates {
    environment: Environment<'static>,
}

impl Templates {
    /// Reads the embedded templates.
    pub(super) fn new(words: &Words) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        let fail = |source| TemplateError { name: "syntax".to_owned(), source };
        environment.set_syntax(syntax.map_err(fail)?);
        environment.set_auto_escape_callback(|name| {
            if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
        });
        environment.set_formatter(format);
        environment.add_global("word", words.value());
        for path in asset::paths() {
            let is_template = ["page/", "part/", "text/"].iter().any(|folder| path.starts_with(folder));
            if !is_template {
                continue;
            }
            let text = asset::text(&path).unwrap_or_default();
            let fail = |source| TemplateError { name: path.clone(), source };
            environment.add_template_owned(path.clone(), text).map_err(fail)?;
        }
        Ok(Templates { environment })
    }

    /// Renders a view.
    pub(super) fn render(&self, name: &str, view: &Value) -> Result<String, TemplateError> {
        let fail = |source| TemplateError { name: name.to_owned(), source };
        let template = self.environment.get_template(name).map_err(fail)?;
        template.render(view).map_err(fail)
    }
}
