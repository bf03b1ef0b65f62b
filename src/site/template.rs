//! The templates: minijinja with strict undefined values and auto-escaping, one file for each kind of page. A
//! repository may replace them (`docs.templates`); its own see nothing but each other and the built-in ones, and what
//! they do is bounded.

use std::error::Error as _;

use minijinja::syntax::SyntaxConfig;
use minijinja::{
    AutoEscape, Captured, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};

use super::asset;
use super::words::{Words, apart};

/// Steps and bytes that one page may take when templates of a repository have a part in it.
const FUEL: u64 = 30_000_000;
/// The largest template, in bytes.
pub(crate) const MAX_TEMPLATE_BYTES: usize = 256 * 1024;
/// The most templates of a repository.
pub(crate) const MAX_TEMPLATES: usize = 200;
/// Under this name the built-in template is still there, for `extends` and `import`.
const BUILT_IN: &str = "built-in/";
/// What keeps a page from running or loading anything that is not of the site. Every page has it, whoever wrote the
/// template.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'\">";
/// Pages that are ours alone: they are seen under other policies, or by no reader.
const OURS: [&str; 3] = ["page/single.html", "page/builds.html", "page/pointer.html"];

/// A template of a repository that stands in for a built-in one.
#[derive(Clone, Debug)]
pub(crate) struct OwnTemplate {
    /// Its name: `page/operation.html`.
    pub(crate) name: String,
    /// Its path relative to the root.
    pub(crate) path: String,
    /// What it says.
    pub(crate) text: String,
}

/// A template that cannot be rendered. With the embedded templates this is a fault of this program.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {message}")]
pub(crate) struct TemplateError {
    /// The file and the line, or the name of an embedded template.
    pub(crate) place: String,
    /// What is wrong.
    pub(crate) message: String,
    /// Whether a template of the repository is at fault.
    pub(crate) own: bool,
}

/// Escapes text for markup. Unlike the library's own way this leaves `/` as it is, which paths are full of.
fn format(output: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if *state.auto_escape() == AutoEscape::Html && !value.is_safe() => {
            super::code::escape_to(text, |piece| output.write_str(piece)).map_err(Error::from)
        }
        Some(text) => output.write_str(text).map_err(Error::from),
        None => minijinja::escape_formatter(output, state, value),
    }
}

/// Text between tags, where quotes may stay as they are: in code they are frequent.
fn unquoted(text: &str) -> Value {
    let mut html = String::with_capacity(text.len());
    super::code::escape_text(text, &mut html);
    Value::from_safe_string(html)
}

/// All templates with the words of one language.
#[derive(Debug)]
pub(super) struct Templates {
    environment: Environment<'static>,
    /// Names and paths of the repository's.
    own: Vec<(String, String)>,
}

impl Templates {
    /// Reads the embedded templates, and those that stand in for them.
    pub(super) fn new(words: &Words, own: &[OwnTemplate]) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel((!own.is_empty()).then_some(FUEL));
        let paths: Vec<(String, String)> =
            own.iter().map(|template| (template.name.clone(), template.path.clone())).collect();
        let mut templates = Templates { environment, own: paths };
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        let syntax = syntax.map_err(|error| templates.error("syntax", &error))?;
        templates.environment.set_syntax(syntax);
        templates.environment.set_auto_escape_callback(|name| {
            if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
        });
        templates.environment.set_formatter(format);
        super::twin::add_filters(&mut templates.environment);
        templates.environment.add_filter("unquoted", unquoted);
        let thousands = words.get("thousands").to_owned();
        templates.environment.add_filter("number", move |number: usize| apart(number, &thousands));
        templates.environment.add_global("word", words.value());
        for path in asset::paths().into_iter().filter(|path| is_template(path)) {
            let text = asset::text(&path).unwrap_or_default();
            let replaced = own.iter().any(|template| template.name == path);
            templates.add(if replaced { format!("{BUILT_IN}{path}") } else { path }, text)?;
        }
        for template in own.iter().filter(|template| is_template(&template.name)) {
            templates.add(template.name.clone(), template.text.clone())?;
        }
        Ok(templates)
    }

    fn add(&mut self, name: String, text: String) -> Result<(), TemplateError> {
        let added = self.environment.add_template_owned(name.clone(), text);
        added.map_err(|error| self.error(&name, &error))
    }

    /// Renders a view.
    pub(super) fn render(&self, name: &str, view: &Value) -> Result<String, TemplateError> {
        let template = self.environment.get_template(name).map_err(|error| self.error(name, &error))?;
        let page = template.render(view).map_err(|error| self.error(name, &error))?;
        let page = if name.ends_with(".md") { super::twin::tidy(&page) } else { page };
        let guarded =
            self.own.is_empty() || OURS.contains(&name) || !name.ends_with(".html") || is_guarded(&page);
        if guarded { Ok(page) } else { Err(self.unguarded(name)) }
    }

    /// Whether a repository has a part in them, so that what they do for a page is bounded.
    pub(super) fn are_bounded(&self) -> bool {
        !self.own.is_empty()
    }

    /// The macros of a template, to call them one by one.
    pub(super) fn macros(&self, name: &'static str) -> Result<Macros<'_>, TemplateError> {
        let template = self.environment.get_template(name).map_err(|error| self.error(name, &error))?;
        let captured = template.render_captured(()).map_err(|error| self.error(name, &error))?;
        Ok(Macros { templates: self, name, captured })
    }

    /// A page whose own templates left the policy out.
    fn unguarded(&self, name: &str) -> TemplateError {
        let of = |name: &str| self.own.iter().find(|(own, _)| own == name).map(|(_, path)| path.clone());
        let place = of("part/layout.html").or_else(|| of(name)).unwrap_or_else(|| name.to_owned());
        let message =
            format!("the page has to begin with this element, before anything that loads: `{POLICY}`");
        TemplateError { place, message, own: true }
    }

    /// An error with its place: of the innermost template that is at fault.
    fn error(&self, name: &str, error: &Error) -> TemplateError {
        let mut innermost = error;
        while let Some(inner) = innermost.source().and_then(|source| source.downcast_ref::<Error>()) {
            innermost = inner;
        }
        let at = innermost.name().or(error.name()).unwrap_or(name);
        let own = self.own.iter().find(|(own, _)| own == at).map(|(_, path)| path.as_str());
        let line = innermost.line().map(|line| format!(":{line}")).unwrap_or_default();
        let message = match innermost.kind() {
            ErrorKind::OutOfFuel => format!("the page takes more than {FUEL} steps and bytes"),
            kind => innermost.detail().map_or_else(|| kind.to_string(), |detail| format!("{kind}: {detail}")),
        };
        TemplateError {
            place: format!("{}{line}", own.unwrap_or(at)),
            message,
            own: own.is_some() || !self.own.is_empty(),
        }
    }
}

/// The macros of one template. Together they may take as many steps as one page.
pub(super) struct Macros<'t> {
    templates: &'t Templates,
    name: &'static str,
    captured: Captured<'t>,
}

impl Macros<'_> {
    /// Calls a macro: what it writes, without the ends of its last lines.
    pub(super) fn call(&mut self, name: &str, arguments: &[Value]) -> Result<String, TemplateError> {
        let text = self.captured.with_state_mut(|state| state.call_macro(name, arguments));
        let mut text = text.map_err(|error| self.templates.error(self.name, &error))?;
        text.truncate(text.trim_end_matches('\n').len());
        Ok(text)
    }
}

/// Whether a file below `templates/` is a template, not an asset or a catalogue of words.
fn is_template(path: &str) -> bool {
    ["page/", "part/", "text/"].iter().any(|folder| path.starts_with(folder))
}

/// Whether nothing that loads stands before the policy.
fn is_guarded(page: &str) -> bool {
    let Some((before, _)) = page.split_once(POLICY) else { return false };
    before.split('<').skip(1).all(|tag| {
        let name = tag.split(|sign: char| sign.is_whitespace() || sign == '>').next().unwrap_or_default();
        ["!doctype", "html", "head", "meta", "title", "/title"].contains(&name.to_ascii_lowercase().as_str())
    })
}

/// Whether a repository may bring a file of this name: one that is built in, or a new part that its own templates
/// include. Else what is wrong with the name.
pub(crate) fn own_name(name: &str) -> Result<(), String> {
    let paths = asset::paths();
    let replaceable = |path: &&String| !path.starts_with("words/") && !OURS.contains(&path.as_str());
    let is_part = name.starts_with("part/") && (name.ends_with(".html") || name.ends_with(".md"));
    if is_part || paths.iter().filter(replaceable).any(|path| path == name) {
        return Ok(());
    }
    let nearest = paths
        .iter()
        .filter(replaceable)
        .map(|path| (strsim::levenshtein(path, name), path))
        .min()
        .filter(|(distance, _)| *distance <= 4);
    Err(match nearest {
        Some((_, nearest)) => format!("there is no built-in template `{name}`; did you mean `{nearest}`?"),
        None => format!("there is no built-in template `{name}`"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(name: &str, text: &str) -> Result<String, TemplateError> {
        let own =
            OwnTemplate { name: name.to_owned(), path: format!("docs/t/{name}"), text: text.to_owned() };
        let templates = Templates::new(&Words::of("en"), &[own])?;
        templates.render(name, &minijinja::context! { title => "<T>" })
    }

    #[test]
    fn a_page_keeps_its_policy() {
        let page = rendered(
            "page/guide.html",
            &format!("<!doctype html><html lang=\"en\"><head>{POLICY}<p>{{{{ title }}}}"),
        );
        assert!(page.unwrap().ends_with("<p>&lt;T&gt;"));
        let page = rendered("page/guide.html", &format!("{POLICY}{{{{ 3305|number }}}}"));
        assert!(page.unwrap().ends_with("3,305"));
        for text in [
            "<p>x".to_owned(),
            format!("<script src=\"x.js\"></script>{POLICY}"),
            format!("<!-- {POLICY} -->"),
        ] {
            let error = rendered("page/guide.html", &text).unwrap_err();
            assert!(error.own && error.message.contains("Content-Security-Policy"), "{error}");
        }
    }

    #[test]
    fn errors_name_the_file_and_the_line() {
        for (text, place, words) in [
            ("a\n{{ nothing.of.this }}", "docs/t/page/guide.html:2", "undefined"),
            ("a\n\n{% if %}", "docs/t/page/guide.html:3", "syntax"),
            ("{% include \"../../etc/passwd\" %}", "docs/t/page/guide.html:1", "non-existing"),
            ("{% include \"/etc/passwd\" %}", "docs/t/page/guide.html:1", "non-existing"),
            (
                "{% for a in range(90000) %}{% for b in range(90000) %}x{% endfor %}{% endfor %}",
                "docs/t/page/guide.html:1",
                "steps",
            ),
            (
                "{% set ns = namespace(x='x') %}{% for a in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
                "docs/t/page/guide.html:1",
                "steps",
            ),
            ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "docs/t/page/guide.html:1", ""),
        ] {
            let error = rendered("page/guide.html", text).unwrap_err();
            assert!(error.own && error.place == place && error.message.contains(words), "{text}: {error}");
        }
    }

    #[test]
    fn the_built_in_template_is_still_there() {
        let text = "{% from \"built-in/part/tree.html\" import path %}{{ path([{\"text\": \"/a\", \"variable\": true, \"breaks\": false}]) }}";
        let text = format!("{POLICY}{{% include \"part/tree.html\" %}}{text}");
        let own = |name: &str, text: &str| OwnTemplate {
            name: name.to_owned(),
            path: name.to_owned(),
            text: text.to_owned(),
        };
        let templates =
            Templates::new(&Words::of("en"), &[own("part/tree.html", "mine"), own("page/guide.html", &text)]);
        let page = templates.unwrap().render("page/guide.html", &minijinja::context! {}).unwrap();
        assert!(page.contains("mine") && page.contains("<span class=\"var\">/a</span>"), "{page}");
    }

    #[test]
    fn names_are_checked() {
        assert!(own_name("page/operation.html").is_ok() && own_name("part/mine.html").is_ok());
        assert!(own_name("asset/style.css").is_ok());
        assert!(own_name("page/opration.html").unwrap_err().contains("`page/operation.html`"));
        for name in ["page/single.html", "words/en.json", "../x.html", "part/x.exe"] {
            assert!(own_name(name).is_err(), "{name}");
        }
    }
}
