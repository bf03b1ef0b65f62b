//! Every reference leads somewhere.

use rustc_hash::FxHashSet;

use crate::definition::ReferenceError;
use crate::lint::context::{Context, Form, Reference};
use crate::lint::rule::{ERROR, Rule, RuleDef, presets};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-unresolved-refs",
    aliases: &["invalid-ref", "resolving-references"],
    presets: presets(ERROR, ERROR, ERROR, ERROR).spectral(ERROR),
    summary: "Every `$ref` and every discriminator mapping leads to something that exists",
    why: "Nothing can be generated from, or shown for, an object that is not there.\n\nA mapping of a discriminator \
          may be the name of a schema or a reference; the name is looked up first. `$ref`s inside examples and \
          extensions are data and not looked at. A file of another host that can't be read is reported at its first \
          reference.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Hour'}
components:
  schemas:
    Hours: {type: object}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Hours'}
components:
  schemas:
    Hours: {type: object}
",
    references: true,
    create: |_| Box::new(NoUnresolvedRefs::default()),
    ..RuleDef::BASE
};

#[derive(Default)]
struct NoUnresolvedRefs {
    /// Texts of other hosts that were said to be out of reach: each is said once, however often it is referenced.
    said: FxHashSet<String>,
}

impl<'d> Rule<'d> for NoUnresolvedRefs {
    fn reference(&mut self, reference: &Reference<'d>, cx: &mut Context<'d>) {
        let Err(error) = &reference.target else { return };
        if let ReferenceError::Remote { url } | ReferenceError::Unreadable { path: url, .. } = error
            && url.contains("://")
            && !self.said.insert(url.clone())
        {
            return;
        }
        let node = reference.text_node();
        let what = match reference.form {
            Form::Ref => "the reference",
            Form::Mapping => "the mapping",
        };
        // A reference that is named in the reason is not named twice.
        let message = match error {
            ReferenceError::Outside { .. } => format!("{what} {error}"),
            _ => format!("{what} `{}` leads nowhere: {error}", node.text()),
        };
        let report = cx.report(node.location(), message);
        match error {
            ReferenceError::MissingTarget { nearest: Some(name), .. } => {
                report.suggest(name.clone());
            }
            ReferenceError::Outside { reference } => {
                let levels = levels_above(node.document().source().path(), reference);
                if levels > 0 {
                    report.suggest(format!("`--root {}` reads from higher up", vec![".."; levels].join("/")));
                }
            }
            _ => {}
        }
    }
}

/// How many folders above the root a reference from a file leads; 0 for one that is absolute.
fn levels_above(file: &str, reference: &str) -> usize {
    let reference = reference.split('#').next().unwrap_or_default();
    if reference.starts_with(['/', '\\']) {
        return 0;
    }
    let (mut depth, mut above) = (file.matches('/').count(), 0);
    for segment in reference.split(['/', '\\']) {
        match (segment, depth) {
            ("..", 0) => above += 1,
            ("..", _) => depth -= 1,
            ("" | ".", _) => {}
            _ => depth += 1,
        }
    }
    above
}

#[cfg(test)]
mod tests {
    use super::levels_above;

    #[test]
    fn levels_are_counted_from_the_file() {
        assert_eq!(levels_above("openapi.yaml", "../shared/x.yaml#/A"), 1);
        assert_eq!(levels_above("api/openapi.yaml", "../../shared/../../x.yaml"), 2);
        assert_eq!(levels_above("api/openapi.yaml", "/etc/passwd"), 0);
    }
}
